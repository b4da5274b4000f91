-- Statements of the post: notices on their way out, the digest, letters that come in.
-- Times of the post are real ones, by the clock of the database; business instants are named `moment` and `at`.

-- name: one_collator
-- Two dispatchers that collate at once could split a moment; the other one goes on sending meanwhile.
SELECT pg_try_advisory_xact_lock(7366001)

-- name: notices_to_collate
-- Notices that wait, once they have rested a little ($1): packets of one conclusion commit one after the other.
-- `told_at` is the real instant of the commit, `at` the business one: they differ in the demo and in tests.
SELECT d.notice, o.office, o.kind, o.at, d.next_try_at AS told_at, a.state_json
  FROM delivery d
  JOIN outbox o ON o.id = d.notice
  LEFT JOIN assignment a ON a.id = o.target AND o.kind = 'AssignmentOpened'
 WHERE d.state = 'pending' AND d.message IS NULL AND d.next_try_at <= clock_timestamp() - $1::interval
 ORDER BY d.next_try_at
 LIMIT $2
   FOR UPDATE OF d SKIP LOCKED

-- name: collate
-- $1 the messages, $2 which notice went into which. The in-app inbox has them herewith; the office's
-- addresses, if it has any, get them next.
WITH made AS (
    INSERT INTO message (id, office, kind, moment, made_at, not_before)
    SELECT m.id, m.office, 'notices', m.moment, clock_timestamp(), m.not_before
      FROM json_to_recordset($1::json) AS m (id uuid, office text, moment timestamptz, not_before timestamptz)
 RETURNING id, office, not_before
), sent_on AS (
    INSERT INTO dispatch (message, channel, office, next_try_at, since)
    SELECT made.id, a.channel, made.office, made.not_before, made.not_before
      FROM made
      JOIN office_address a ON a.office = made.office
)
UPDATE delivery d
   SET state = 'sent', done_at = clock_timestamp(), attempts = d.attempts + 1, message = n.message
  FROM json_to_recordset($2::json) AS n (notice uuid, message uuid)
 WHERE d.notice = n.notice AND d.state = 'pending'

-- name: hold_targets
-- Targets of a channel ($1) that have something due, held for so long ($2) by whoever asks; each by one dispatcher.
-- $4: those that failed last time, or the others.
UPDATE office_address a
   SET held_until = clock_timestamp() + $2::interval
  FROM (SELECT t.office
          FROM office_address t
         WHERE t.channel = $1 AND t.next_try_at <= clock_timestamp() AND t.held_until <= clock_timestamp()
           AND (t.failures > 0) = $4
           AND EXISTS (SELECT FROM dispatch d
                        WHERE d.channel = $1 AND d.office = t.office AND d.state = 'pending'
                          AND d.next_try_at <= clock_timestamp())
         ORDER BY t.held_until, t.office
         LIMIT $3
           FOR UPDATE SKIP LOCKED) AS due
 WHERE a.channel = $1 AND a.office = due.office
RETURNING a.office, a.channel, a.address, a.may_be_private, a.secret, a.failures,
          CASE WHEN a.previous_until > clock_timestamp() THEN a.previous_secret END AS previous_secret

-- name: letters_held
-- What is due for each held target ($2), oldest first, at most so many each ($3).
SELECT t.office, m.id AS message, m.kind, m.moment, m.day, m.items, l.attempts, l.since
  FROM unnest($2::text[]) AS t (office)
 CROSS JOIN LATERAL (
       SELECT d.message, d.attempts, d.since
         FROM dispatch d
        WHERE d.channel = $1 AND d.office = t.office AND d.state = 'pending' AND d.next_try_at <= clock_timestamp()
        ORDER BY d.next_try_at, d.message
        LIMIT $3) AS l
  JOIN message m ON m.id = l.message
 ORDER BY t.office, m.moment, m.id

-- name: contents_of_messages
-- The notices of these messages with what a reader needs to know of each.
SELECT d.message, o.id, o.kind, o.target, o.addressee, o.said, o.at, o.stream, o.seq,
       r.clause, r.text, a.due_on, c.ref, c.number, c.title
  FROM delivery d
  JOIN outbox o ON o.id = d.notice
  LEFT JOIN assignment a ON a.id = o.target
  LEFT JOIN directive r ON r.id = a.directive
  LEFT JOIN conclusion c ON c.ref = a.ref
 WHERE d.message = ANY($1::uuid[])
 ORDER BY d.message, c.ref, r.n, o.at, o.id

-- name: record_sent
-- What became of the letters of one hold: $1 channel, $2 rows of message, state, receipt and error.
UPDATE dispatch d
   SET state = n.state, attempts = d.attempts + 1, receipt = n.receipt, last_error = n.error,
       done_at = CASE WHEN n.state = 'sent' THEN clock_timestamp() END
  FROM json_to_recordset($2::json) AS n (message uuid, state text, receipt text, error text)
 WHERE d.channel = $1 AND d.message = n.message AND d.state = 'pending'

-- name: release_targets
-- Targets are free again; those that failed rest for so many seconds, the others start afresh.
UPDATE office_address a
   SET held_until = '-infinity', failures = n.failures,
       next_try_at = clock_timestamp() + n.pause_s * interval '1 second'
  FROM json_to_recordset($2::json) AS n (office text, failures integer, pause_s double precision)
 WHERE a.channel = $1 AND a.office = n.office

-- name: next_due
-- When something is next to be sent, in seconds from now; null: nothing waits.
SELECT extract(epoch FROM min(greatest(d.next_try_at, a.next_try_at, a.held_until)) - clock_timestamp())::double precision AS in_s
  FROM dispatch d
  JOIN office_address a ON a.office = d.office AND a.channel = d.channel
 WHERE d.state = 'pending' AND d.channel = $1

-- name: dispatches
-- $1 state or all, $2 office or all; newest first.
SELECT d.message, d.channel, d.office, d.state, d.attempts, d.next_try_at, d.since, d.done_at, d.receipt, d.last_error,
       m.kind, m.moment, m.day,
       CASE WHEN m.kind = 'digest' THEN jsonb_array_length(m.items)
            ELSE (SELECT count(*) FROM delivery n WHERE n.message = m.id) END AS items
  FROM dispatch d
  JOIN message m ON m.id = d.message
 WHERE ($1::text IS NULL OR d.state = $1) AND ($2::text IS NULL OR d.office = $2)
 ORDER BY d.since DESC, d.message, d.channel
 LIMIT $3

-- name: dispatch_counts
SELECT channel, state, count(*)::integer AS n FROM dispatch GROUP BY 1, 2 ORDER BY 1, 2

-- name: notices_waiting
SELECT count(*)::integer FROM delivery WHERE state = 'pending'

-- name: send_again
-- Dead letters start afresh, those of one message ($1) or office ($2), or all; their targets are tried at once.
WITH again AS (
    UPDATE dispatch d
       SET state = 'pending', attempts = 0, next_try_at = clock_timestamp(), since = clock_timestamp(), last_error = NULL
     WHERE d.state = 'dead' AND ($1::uuid IS NULL OR d.message = $1) AND ($2::text IS NULL OR d.office = $2)
 RETURNING d.message, d.channel, d.office
), freed AS (
    UPDATE office_address a
       SET failures = 0, next_try_at = '-infinity'
      FROM (SELECT DISTINCT office, channel FROM again) AS t
     WHERE a.office = t.office AND a.channel = t.channel
)
SELECT message, channel, office FROM again ORDER BY 1, 2

-- name: wake_dispatchers
SELECT pg_notify('dondoc_outbox', 'send')

-- name: set_address
-- A new address starts afresh; the secret of a webhook stays unless another one is given.
INSERT INTO office_address (office, channel, address, may_be_private, secret, set_at, set_by)
VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $6)
    ON CONFLICT (office, channel) DO UPDATE
   SET address = excluded.address, may_be_private = excluded.may_be_private, set_at = excluded.set_at, set_by = excluded.set_by,
       failures = 0, next_try_at = '-infinity', secret = coalesce(office_address.secret, excluded.secret)
RETURNING office, channel, address, may_be_private, secret

-- name: rotate_secret
-- The old secret signs as well for so long ($3).
UPDATE office_address
   SET previous_secret = secret, previous_until = clock_timestamp() + $3::interval, secret = $2
 WHERE office = $1 AND channel = 'webhook'
RETURNING office, address, secret, previous_until

-- name: drop_address
-- What still waited for that address will not be sent: it stands in the list of dead letters.
WITH dropped AS (
    DELETE FROM office_address WHERE office = $1 AND channel = $2 RETURNING office, channel
)
UPDATE dispatch d
   SET state = 'dead', last_error = 'no address any more'
  FROM dropped
 WHERE d.office = dropped.office AND d.channel = dropped.channel AND d.state = 'pending'

-- name: addresses
SELECT office, channel, address, may_be_private, failures, next_try_at, set_at, set_by,
       previous_until > clock_timestamp() AS changing_secret
  FROM office_address
 WHERE $1::text IS NULL OR office = $1
 ORDER BY office, channel

-- name: inbox
-- The notices of an office, newest first, from before an earlier page's last ($2, $3).
SELECT o.id, o.kind, o.target, o.addressee, o.said, o.at, o.stream, o.seq, r.clause, r.text, a.due_on, c.ref, c.number, c.title
  FROM outbox o
  LEFT JOIN assignment a ON a.id = o.target
  LEFT JOIN directive r ON r.id = a.directive
  LEFT JOIN conclusion c ON c.ref = a.ref
 WHERE o.office = $1 AND ($2::timestamptz IS NULL OR (o.at, o.id) < ($2, $3::uuid))
 ORDER BY o.at DESC, o.id DESC
 LIMIT $4

-- name: inbox_on_screen
-- As inbox, with who has read each, and why something was returned or refused; $5: only what nobody has.
SELECT o.id, o.kind, o.target, o.addressee, o.said, o.at, o.stream, o.seq, r.clause, r.text, a.due_on, c.ref, c.number, c.title,
       n.read_at, n.read_by, e.payload ->> 'reason' AS reason
  FROM outbox o
  LEFT JOIN notice_read n ON n.notice = o.id
  LEFT JOIN event e ON e.stream = o.stream AND e.seq = o.seq AND o.kind IN ('EvidenceReturned', 'ReportReturned', 'ExtensionRefused')
  LEFT JOIN assignment a ON a.id = o.target
  LEFT JOIN directive r ON r.id = a.directive
  LEFT JOIN conclusion c ON c.ref = a.ref
 WHERE o.office = $1 AND ($2::timestamptz IS NULL OR (o.at, o.id) < ($2, $3::uuid))
   AND (NOT $5 OR n.notice IS NULL)
 ORDER BY o.at DESC, o.id DESC
 LIMIT $4

-- name: unread_in_inbox
-- Counted no further than $2: an inbox nobody reads would be read here, on every visit.
SELECT count(*)::integer
  FROM (SELECT FROM outbox o
         WHERE o.office = $1 AND NOT EXISTS (SELECT FROM notice_read n WHERE n.notice = o.id)
         LIMIT $2) AS found

-- name: mark_read
-- Notices of an office ($1), those named ($2) or all up to an instant ($3), read by somebody of it ($4); the first reader stays.
INSERT INTO notice_read (notice, office, read_at, read_by)
SELECT o.id, o.office, clock_timestamp(), $4
  FROM outbox o
 WHERE o.office = $1 AND (o.id = ANY($2::uuid[]) OR o.at <= $3)
   AND NOT EXISTS (SELECT FROM notice_read n WHERE n.notice = o.id)
    ON CONFLICT (notice) DO NOTHING
RETURNING notice

-- name: notice_of_office
SELECT o.target FROM outbox o WHERE o.office = $1 AND o.id = $2

-- name: inbox_digests
SELECT m.id, m.day, m.moment, m.items
  FROM message m
 WHERE m.office = $1 AND m.kind = 'digest'
 ORDER BY m.day DESC
 LIMIT $2

-- name: open_items
-- Every assignment that is not closed, with all that anybody owes in it (state_json).
SELECT a.id, a.holder, a.state, a.due_on, a.late_from, a.state_json, r.clause, r.text, c.ref, c.number, c.standing_office
  FROM assignment a
  JOIN directive r ON r.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.state NOT IN ('completed', 'reassigned', 'withdrawn')
 ORDER BY a.ref, a.n, a.id

-- name: post_digests
-- One digest per office and day, however often the morning is repeated; $1 rows, $2 the day.
WITH made AS (
    INSERT INTO message (id, office, kind, moment, day, items, made_at, not_before)
    SELECT m.id, m.office, 'digest', clock_timestamp(), $2::date, m.items::jsonb, clock_timestamp(), clock_timestamp()
      FROM json_to_recordset($1::json) AS m (id uuid, office text, items json)
        ON CONFLICT DO NOTHING
 RETURNING id, office, not_before
), sent_on AS (
    INSERT INTO dispatch (message, channel, office, next_try_at, since)
    SELECT made.id, a.channel, made.office, made.not_before, made.not_before
      FROM made
      JOIN office_address a ON a.office = made.office
)
SELECT pg_notify('dondoc_outbox', 'send') FROM made LIMIT 1

-- name: signature_known
SELECT result FROM signature_check
 WHERE sha256 = $1 AND office = $2 AND checked_at > clock_timestamp() - $3::interval

-- name: keep_signature
INSERT INTO signature_check (sha256, office, result, checked_at)
VALUES ($1, $2, $3, clock_timestamp())
    ON CONFLICT (sha256, office) DO UPDATE SET result = excluded.result, checked_at = excluded.checked_at

-- name: signatures_of_files
SELECT sha256, office, result FROM signature_check WHERE sha256 = ANY($1::text[]) ORDER BY 1, 2

-- name: submission
-- The evidence that a review is about.
SELECT e.payload, e.actor FROM event e WHERE e.stream = $1 AND e.seq = $2

-- name: completed_by
-- Assignments completed by the end of a business day, for the draw.
SELECT s.assignment AS id
  FROM standing s
 WHERE s.state = 'completed' AND s.from_day <= $1 AND (s.to_day IS NULL OR s.to_day > $1)
 ORDER BY 1

-- name: set_inbound_key
INSERT INTO inbound_key (office, secret, set_at, set_by)
VALUES ($1, $2, clock_timestamp(), $3)
    ON CONFLICT (office) DO UPDATE
   SET previous_secret = inbound_key.secret, previous_until = clock_timestamp() + interval '1 day',
       secret = excluded.secret, set_at = excluded.set_at, set_by = excluded.set_by

-- name: inbound_key
SELECT secret, CASE WHEN previous_until > clock_timestamp() THEN previous_secret END AS previous_secret
  FROM inbound_key WHERE office = $1

-- name: take_letter
-- Once per office and id; nothing comes back when it was taken before.
INSERT INTO inbound_letter (office, webhook_id, received_at, outcome, digest)
VALUES ($1, $2, clock_timestamp(), 'taken', $3)
    ON CONFLICT (office, webhook_id) WHERE outcome = 'taken' DO NOTHING
RETURNING id

-- name: taken_before
SELECT digest FROM inbound_letter WHERE office = $1 AND webhook_id = $2 AND outcome = 'taken'

-- name: keep_letter
INSERT INTO inbound_letter (office, webhook_id, received_at, outcome, digest, body)
VALUES ($1, $2, clock_timestamp(), $3, $4, $5)

-- name: inbound_refused
SELECT office, webhook_id, received_at, outcome, digest, body
  FROM inbound_letter
 WHERE outcome <> 'taken' AND ($2 OR outcome <> 'repeated')
 ORDER BY received_at DESC
 LIMIT $1
