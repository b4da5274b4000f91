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
           'next_try_at', d.next_try_at, 'done_at', d.done_at, 'last_error', d.last_error, 'message', d.message)
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

-- name: export_tokens
-- Which systems call the API as whom. Without the hash: the text of a token opens nothing in another house.
SELECT json_build_object(
           'id', t.id, 'login', t.login, 'name', t.name, 'scopes', t.scopes, 'created_at', t.created_at,
           'created_by', t.created_by, 'ends_at', t.ends_at, 'revoked_at', t.revoked_at, 'last_used_at', t.last_used_at)
  FROM api_token t
 ORDER BY t.id

-- name: export_access
-- Sign-ins and administration, oldest first.
SELECT json_build_object(
           'at', l.at, 'act', l.act, 'login', l.login, 'address', l.address, 'subject', l.subject, 'said', l.said)
  FROM access_log l
 ORDER BY l.id

-- name: export_drafts
-- Reviews of documents on which somebody still works.
SELECT json_build_object(
           'id', d.id, 'document_sha256', d.document_sha256, 'version', d.version, 'name', d.name, 'number', d.number,
           'title', d.title, 'review', d.review, 'opened_by', d.opened_by, 'opened_at', d.opened_at,
           'saved_by', d.saved_by, 'saved_at', d.saved_at)
  FROM intake_draft d
 ORDER BY d.id

-- name: export_addresses
-- Where offices are reached outside; the secrets of webhooks stay behind.
SELECT json_build_object(
           'office', a.office, 'channel', a.channel, 'address', a.address, 'may_be_private', a.may_be_private,
           'set_at', a.set_at, 'set_by', a.set_by)
  FROM office_address a
 ORDER BY a.office, a.channel

-- name: export_messages
-- What offices were sent at a moment, and how far each went in its channels.
SELECT json_build_object(
           'id', m.id, 'office', m.office, 'kind', m.kind, 'moment', m.moment, 'day', m.day, 'items', m.items,
           'made_at', m.made_at, 'not_before', m.not_before,
           'dispatches', (SELECT coalesce(json_agg(json_build_object(
                                     'channel', d.channel, 'state', d.state, 'attempts', d.attempts, 'next_try_at', d.next_try_at,
                                     'since', d.since, 'done_at', d.done_at, 'receipt', d.receipt, 'last_error', d.last_error)
                                  ORDER BY d.channel), '[]')
                            FROM dispatch d WHERE d.message = m.id))
  FROM message m
 ORDER BY m.id

-- name: export_inbound_keys
-- Which agencies' systems sign their letters; with what stays behind.
SELECT json_build_object('office', k.office, 'set_at', k.set_at, 'set_by', k.set_by)
  FROM inbound_key k
 ORDER BY k.office

-- name: export_inbound
-- Letters that were taken or refused: what was taken once is never taken again.
SELECT json_build_object(
           'office', l.office, 'webhook_id', l.webhook_id, 'received_at', l.received_at, 'outcome', l.outcome,
           'digest', l.digest, 'body', l.body)
  FROM inbound_letter l
 ORDER BY l.id

-- name: export_signatures
-- What the signatures in stored files said when they were last checked.
SELECT json_build_object('sha256', s.sha256, 'office', s.office, 'result', s.result, 'checked_at', s.checked_at)
  FROM signature_check s
 ORDER BY s.sha256, s.office

-- name: export_originals
-- Documents that were taken in; the bytes of each leave as a file of their own.
SELECT json_build_object(
           'sha256', i.sha256, 'name', i.name, 'places', i.places::text, 'taken_by', i.taken_by, 'taken_at', i.taken_at)
  FROM intake_document i
 ORDER BY i.sha256

-- name: original_hashes
SELECT sha256 FROM intake_document ORDER BY sha256

-- name: original_content
SELECT content FROM intake_document WHERE sha256 = $1

-- name: export_reads
-- What offices have read of their inboxes.
SELECT json_build_object('notice', r.notice, 'office', r.office, 'read_at', r.read_at, 'read_by', r.read_by)
  FROM notice_read r
 ORDER BY r.notice

-- name: export_views
-- Lists that people keep.
SELECT json_build_object('login', v.login, 'name', v.name, 'query', v.query, 'office', v.office, 'kept_at', v.kept_at)
  FROM list_view v
 ORDER BY v.login, v.name

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
INSERT INTO delivery (notice, channel, state, attempts, next_try_at, done_at, last_error, message)
SELECT one.notice, one.channel, one.state, one.attempts, one.next_try_at, one.done_at, one.last_error, one.message
  FROM json_to_recordset($1::json)
       AS one (notice uuid, channel text, state text, attempts smallint, next_try_at timestamptz, done_at timestamptz,
               last_error text, message uuid)

-- name: import_message
WITH told AS (
    SELECT one.*
      FROM json_to_recordset($1::json)
           AS one (id uuid, office text, kind text, moment timestamptz, day date, items jsonb, made_at timestamptz,
                   not_before timestamptz, dispatches json)
), came AS (
    INSERT INTO message (id, office, kind, moment, day, items, made_at, not_before)
    SELECT id, office, kind, moment, day, items, made_at, not_before FROM told
)
INSERT INTO dispatch (message, channel, office, state, attempts, next_try_at, since, done_at, receipt, last_error)
SELECT told.id, way.channel, told.office, way.state, way.attempts, way.next_try_at, way.since, way.done_at, way.receipt,
       way.last_error
  FROM told
 CROSS JOIN json_to_recordset(told.dispatches)
       AS way (channel text, state text, attempts integer, next_try_at timestamptz, since timestamptz,
               done_at timestamptz, receipt text, last_error text)

-- name: import_token
-- With a hash that nothing has, so the entry stays in the list and opens nothing.
INSERT INTO api_token (id, token_hash, login, name, scopes, created_at, created_by, ends_at, revoked_at, last_used_at)
SELECT one.id, 'imported:' || one.id, one.login, one.name, one.scopes, one.created_at, one.created_by, one.ends_at,
       one.revoked_at, one.last_used_at
  FROM json_to_recordset($1::json)
       AS one (id text, login text, name text, scopes text[], created_at timestamptz, created_by text,
               ends_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
    ON CONFLICT (id) DO NOTHING

-- name: import_access
INSERT INTO access_log (at, act, login, address, subject, said)
SELECT one.at, one.act, one.login, one.address, one.subject, one.said
  FROM json_to_recordset($1::json)
       AS one (at timestamptz, act text, login text, address text, subject text, said jsonb)

-- name: import_draft
INSERT INTO intake_draft (id, document_sha256, version, name, number, title, review, opened_by, opened_at, saved_by,
                          saved_at)
SELECT one.id, one.document_sha256, one.version, one.name, one.number, one.title, one.review, one.opened_by,
       one.opened_at, one.saved_by, one.saved_at
  FROM json_to_recordset($1::json)
       AS one (id text, document_sha256 text, version integer, name text, number text, title text, review jsonb,
               opened_by text, opened_at timestamptz, saved_by text, saved_at timestamptz)

-- name: import_address
-- A webhook gets a secret ($2 to each) that only this register knows, until its operator gives the agency one.
INSERT INTO office_address (office, channel, address, may_be_private, secret, set_at, set_by)
SELECT one.office, one.channel, one.address, one.may_be_private,
       CASE WHEN one.channel = 'webhook' THEN ($2::text[])[one.at] END, one.set_at, one.set_by
  FROM ROWS FROM (json_to_recordset($1::json)
       AS (office text, channel text, address text, may_be_private boolean, set_at timestamptz, set_by text))
       WITH ORDINALITY AS one (office, channel, address, may_be_private, set_at, set_by, at)
    ON CONFLICT (office, channel) DO NOTHING

-- name: import_inbound_key
-- As for webhooks: $2 has a secret for each.
INSERT INTO inbound_key (office, secret, set_at, set_by)
SELECT one.office, ($2::text[])[one.at], one.set_at, one.set_by
  FROM ROWS FROM (json_to_recordset($1::json) AS (office text, set_at timestamptz, set_by text))
       WITH ORDINALITY AS one (office, set_at, set_by, at)
    ON CONFLICT (office) DO NOTHING

-- name: import_inbound
INSERT INTO inbound_letter (office, webhook_id, received_at, outcome, digest, body)
SELECT one.office, one.webhook_id, one.received_at, one.outcome, one.digest, one.body
  FROM json_to_recordset($1::json)
       AS one (office text, webhook_id text, received_at timestamptz, outcome text, digest text, body text)

-- name: import_signature
INSERT INTO signature_check (sha256, office, result, checked_at)
SELECT one.sha256, one.office, one.result, one.checked_at
  FROM json_to_recordset($1::json) AS one (sha256 text, office text, result jsonb, checked_at timestamptz)

-- name: import_original
INSERT INTO intake_document (sha256, name, content, places, taken_by, taken_at)
VALUES ($1, $2, $3, $4::text::json, $5, $6)

-- name: import_read
INSERT INTO notice_read (notice, office, read_at, read_by)
SELECT one.notice, one.office, one.read_at, one.read_by
  FROM json_to_recordset($1::json) AS one (notice uuid, office text, read_at timestamptz, read_by text)

-- name: import_view
INSERT INTO list_view (login, name, query, office, kept_at)
SELECT one.login, one.name, one.query, one.office, one.kept_at
  FROM json_to_recordset($1::json) AS one (login text, name text, query text, office text, kept_at timestamptz)

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
