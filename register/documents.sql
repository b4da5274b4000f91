-- Documents of intake and the jobs that read them. Read and written by register.documents only.

-- name: keep_document
-- The same file again is the same row.
INSERT INTO intake_document (sha256, name, content, taken_by) VALUES ($1, $2, $3, $4)
    ON CONFLICT (sha256) DO NOTHING

-- name: document_content
SELECT name, content FROM intake_document WHERE sha256 = $1

-- name: document_places
SELECT places FROM intake_document WHERE sha256 = $1

-- name: set_document_places
UPDATE intake_document SET places = $2 WHERE sha256 = $1

-- name: forget_document
-- Nothing where a draft or a conclusion stands on it.
DELETE FROM intake_document d
 WHERE d.sha256 = $1
   AND NOT EXISTS (SELECT FROM intake_draft WHERE document_sha256 = $1)
   AND NOT EXISTS (SELECT FROM intake_certificate WHERE document_sha256 = $1)

-- name: open_job
INSERT INTO intake_job (id, sha256, name, office, opened_by) VALUES ($1, $2, $3, $4, $5)

-- name: job
SELECT j.id, j.sha256, j.office, j.opened_by, j.opened_at, j.state, j.step, j.done, j.whole, j.ended_at, j.failure, j.name,
       clock_timestamp() AS now
  FROM intake_job j
 WHERE j.id = $1

-- name: jobs_of_office
-- What is being read, and what failed of late.
SELECT j.id, j.sha256, j.office, j.opened_by, j.opened_at, j.state, j.step, j.done, j.whole, j.ended_at, j.failure, j.name,
       clock_timestamp() AS now
  FROM intake_job j
 WHERE j.office = $1 AND (j.state = 'reading' OR (j.state = 'failed' AND j.ended_at > clock_timestamp() - interval '1 day'))
 ORDER BY j.opened_at DESC
 LIMIT 50

-- name: take_job
-- One process works on a job; another takes it when the first was not seen for the span.
UPDATE intake_job SET beat_at = clock_timestamp()
 WHERE id = $1 AND state = 'reading' AND (beat_at IS NULL OR beat_at < clock_timestamp() - $2::interval)
RETURNING id

-- name: beat_job
-- Says how far it is; the state tells the reader whether to stop.
UPDATE intake_job SET beat_at = clock_timestamp(), step = $2, done = $3, whole = $4 WHERE id = $1 RETURNING state

-- name: end_job
UPDATE intake_job SET state = $2, failure = $3, ended_at = clock_timestamp() WHERE id = $1 AND state = 'reading' RETURNING sha256

-- name: keep_page
INSERT INTO intake_page (sha256, page, said) VALUES ($1, $2, $3) ON CONFLICT (sha256, page) DO NOTHING

-- name: kept_pages
SELECT page, said FROM intake_page WHERE sha256 = $1

-- name: forget_pages
DELETE FROM intake_page WHERE sha256 = $1
