-- A register that moves house: what is written out, and how it comes in again. Written by the server itself
-- as lines of JSON, so that nothing is taken apart and put together on the way.

-- name: export_settings
SELECT json_build_object('key', key, 'value', value) FROM setting ORDER BY key

-- name: export_conclusions
-- Plans as the text they are: a packet's seed and state come from it.
SELECT json_build_object(
           'ref', c.ref, 'content_hash', c.content_hash, 'clock_offset_s', c.clock_offset_s,
           'planned_at', to_char(c.planned_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
           'document', c.document,
           'packets', (SELECT json_agg(json_build_object('id', s.id, 'packet', s.packet, 'plan', s.plan::text) ORDER BY s.packet)
                         FROM stream s WHERE s.ref = c.ref))
  FROM conclusion c
 ORDER BY c.ref

-- name: export_events
-- As `show --history` prints them: the twelve fields that are hashed, and the hash (docs/event-log.md).
SELECT json_build_object(
           'stream', e.stream, 'seq', e.seq, 'type', e.type, 'target', e.target, 'key', e.key, 'ordinal', e.ordinal,
           'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
           'recorded_at', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
           'actor', e.actor, 'payload', e.payload, 'digest', e.digest, 'prev_hash', e.prev_hash, 'hash', e.hash)
  FROM event e
 ORDER BY e.stream, e.seq

-- name: export_deliveries
-- What the outside world was told: it does not follow from the log, and nobody is to be told twice.
SELECT json_build_object(
           'notice', d.notice, 'channel', d.channel, 'state', d.state, 'attempts', d.attempts,
           'next_try_at', d.next_try_at, 'done_at', d.done_at, 'last_error', d.last_error)
  FROM delivery d
 ORDER BY d.notice, d.channel

-- name: export_certificates
-- Of conclusions that were taken in from a document; the certificate as the very text that was sealed.
SELECT json_build_object(
           'ref', c.ref, 'document_sha256', c.document_sha256, 'certificate', c.certificate::text, 'text', c.text,
           'office', c.office, 'approved_by', c.approved_by, 'approved_at', c.approved_at)
  FROM intake_certificate c
 ORDER BY c.ref

-- name: export_accounts
-- Who may act for which office. Only these columns: no hash of a password, no session and no token leaves.
SELECT json_build_object(
           'login', a.login, 'name', a.name, 'office', a.office, 'role', a.role, 'created_at', a.created_at,
           'created_by', a.created_by, 'disabled_at', a.disabled_at)
  FROM account a
 ORDER BY a.login

-- name: export_assignments
-- For people and spreadsheets: it follows from the log and is not read back.
SELECT a.id, a.ref, a.n, a.holder, a.level, d.clause, d.text, d.deadline_raw, a.due_on, a.first_due_on, a.state,
       a.declared, a.progress, a.verified, a.grp, a.late_from, a.days_late, a.rung, a.seq
  FROM assignment a
  JOIN directive d ON d.id = a.directive
 ORDER BY a.ref, a.n, a.id

-- name: log_size
SELECT count(*) FROM event

-- name: heads
-- What the whole log comes down to: two registers with the same heads hold the same events.
SELECT id, seq, head_hash FROM stream ORDER BY id

-- name: is_empty
SELECT NOT EXISTS (SELECT FROM conclusion) AND NOT EXISTS (SELECT FROM event)

-- name: import_setting
INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: import_conclusion
INSERT INTO conclusion (ref, content_hash, document, number, title, issued_on, session, standing_office,
                        programmes, clock_offset_s, packets, planned_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: import_delivery
INSERT INTO delivery (notice, channel, state, attempts, next_try_at, done_at, last_error)
SELECT one.notice, one.channel, one.state, one.attempts, one.next_try_at, one.done_at, one.last_error
  FROM json_to_recordset($1::json)
       AS one (notice uuid, channel text, state text, attempts smallint, next_try_at timestamptz, done_at timestamptz,
               last_error text)

-- name: import_certificate
INSERT INTO intake_certificate (ref, document_sha256, certificate, text, office, approved_by, approved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: import_account
-- With a password that nothing matches: an administrator gives everybody a new one. Who is here already, as the
-- administrator is who set this register up, stays as he is.
INSERT INTO account (login, name, office, role, password_hash, must_change, created_at, created_by, disabled_at)
VALUES ($1, $2, $3, $4, '!', true, $5, $6, $7)
    ON CONFLICT (login) DO NOTHING

-- name: analyse_log
-- The fold that follows reads the log stream by stream; without statistics it would sort it each time.
ANALYZE event
