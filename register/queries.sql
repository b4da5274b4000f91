-- Every statement of the register, named and explained. register.sql reads this file; each statement
-- is prepared against the migrated schema in tests/register/test_statements.py.

-- name: migration_lock
-- Several processes may start at once: one applies, the others wait and find nothing to do.
SELECT pg_advisory_lock(4407712027)

-- name: migration_unlock
SELECT pg_advisory_unlock(4407712027)

-- name: migration_table
CREATE TABLE IF NOT EXISTS migration (
    name   text COLLATE "C" PRIMARY KEY,
    sha256 text COLLATE "C" NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
)

-- name: migrations_applied
SELECT name, sha256 FROM migration

-- name: migration_done
INSERT INTO migration (name, sha256) VALUES ($1, $2)

-- name: plan_conclusion
-- Nothing is returned when the ref was planned before: it decides for ever (design §2).
INSERT INTO conclusion (ref, content_hash, document, number, title, issued_on, session, standing_office,
                        programmes, clock_offset_s, packets, planned_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp())
    ON CONFLICT (ref) DO NOTHING
RETURNING ref

-- name: planned_before
SELECT content_hash, document, closed_at IS NOT NULL AS closed FROM conclusion WHERE ref = $1

-- name: plan_streams
INSERT INTO stream (id, ref, packet, plan, head_hash, header, header_hash)
SELECT one.id, $1, one.packet, one.plan::json, one.head_hash, one.header, one.header_hash
  FROM json_to_recordset($2::json)
       AS one (id text, packet smallint, plan text, head_hash text, header text, header_hash text)

-- name: one_packet_more
-- The caller who is first counts it in; a second one finds it counted and writes nothing.
UPDATE conclusion SET packets = packets + 1 WHERE ref = $1 AND packets = $2 - 1 RETURNING content_hash

-- name: add_wordings
-- A wording is named by its content or is the one as issued, so the same one again is no news.
INSERT INTO directive (id, ref, n, as_issued, clause, text, product, assignees, coordinating, deadline_raw,
                       report, indicators, carried_over, illustrative, search, grams)
SELECT one.id, one.ref, one.n, one.as_issued, one.clause, one.text, one.product, one.assignees, one.coordinating,
       one.deadline_raw, one.report, one.indicators, one.carried_over, one.illustrative, one.search, one.grams
  FROM json_to_recordset($1::json)
       AS one (id text, ref text, n integer, as_issued boolean, clause text, text text, product text,
               assignees text[], coordinating text[], deadline_raw text, report jsonb, indicators jsonb,
               carried_over jsonb, illustrative boolean, search text, grams integer[])
 ORDER BY one.id
    ON CONFLICT (id) DO NOTHING

-- name: commit_view
-- What a commit needs to know, in one round trip: the head of the stream, and the assignments whose
-- state the events go on from ($2; all of the packet when null). No lock: `append` moves the head
-- only from the very seq that was read here.
SELECT s.seq, s.head_hash, s.header_hash, s.open_assignments, clock_timestamp() AS recorded_at,
       a.id, a.place, a.directive, a.grp, a.late_from, a.behind_from, a.standing_from, a.last_at, a.state_json
  FROM stream s
  LEFT JOIN assignment a ON a.id = ANY ($2::text[])
 WHERE s.id = $1
 ORDER BY a.place

-- name: assignments_of_stream
-- The ids of a packet in the order of its case, when every one of them is touched.
SELECT a.id FROM stream s JOIN assignment a ON a.ref = s.ref AND a.stream = s.id WHERE s.id = $1 ORDER BY a.place

-- name: frame_of_stream
SELECT s.header, s.header_hash, c.content_hash, c.number, c.session, c.programmes
  FROM stream s JOIN conclusion c ON c.ref = s.ref
 WHERE s.id = $1

-- name: events_after
-- What a workflow has to adopt.
SELECT e.stream, e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.recorded_at, e.prev_hash, e.hash
  FROM event e
 WHERE e.stream = $1 AND e.seq > $2
 ORDER BY e.seq

-- name: commands_known
SELECT id, stream, digest FROM command WHERE id = ANY ($1::text[])

-- name: wordings_by_id
SELECT id, ref, n, as_issued, clause, text, product, assignees, coordinating, deadline_raw, report, indicators,
       carried_over, illustrative
  FROM directive
 WHERE id = ANY ($1::text[])

-- name: append
-- One commit, whole or not at all. `head` moves the stream from the seq that was read; when somebody
-- was faster it moves nothing, and then nothing below writes anything. Rows that several packets
-- share (counter, lateness, conclusion) are locked in one order by everybody, so none wait in a circle; and last of
-- all, so that packets of one conclusion wait for each other as short as can be: PostgreSQL carries out what
-- nothing refers to from the last of these parts to the first.
-- $1 stream, $2 seq read, $3 to $9 its new head, $10 recorded at, $11 events, $12 assignments,
-- $13 standings that have ended, $14 notices of events, $15 counters, $16 lateness, $17 packets and $18 assignments opened, $19 when.
WITH head AS (
    UPDATE stream
       SET seq = $3, head_hash = $4, last_at = $5, open_assignments = open_assignments + $6,
           closed_at = CASE WHEN open_assignments + $6 = 0 THEN coalesce($7, closed_at) END,
           header = coalesce($8::text, header), header_hash = coalesce($9, header_hash)
     WHERE id = $1 AND seq = $2
 RETURNING ref
), whole AS (
    -- The commit that closes the last open assignment of all packets closes the conclusion; reopening opens it.
    UPDATE conclusion c
       SET packets_opened = c.packets_opened + $17, assignments = c.assignments + $18,
           open_assignments = c.open_assignments + $6,
           opened_at = least(c.opened_at, $19), last_closing_at = greatest(c.last_closing_at, $7),
           standing_office = coalesce($8::json ->> 'standing_office', c.standing_office),
           closed_at = CASE WHEN c.open_assignments + $6 = 0 AND c.packets_opened + $17 = c.packets
                            THEN greatest(c.last_closing_at, $7) END
      FROM head
     WHERE c.ref = head.ref AND ($17 <> 0 OR $18 <> 0 OR $6 <> 0 OR $7 IS NOT NULL OR $8 IS NOT NULL)
), late AS (
    INSERT INTO lateness AS l (dimension, days, from_day, key, n)
    SELECT k.dimension, k.days, k.from_day, k.key, k.n
      FROM head, json_to_recordset($16::json) AS k (dimension text, days smallint, from_day date, key text, n integer)
        ON CONFLICT (dimension, days, from_day, key) DO UPDATE SET n = l.n + excluded.n
), counted AS (
    INSERT INTO counter AS c (dimension, key, done_on_time, done_late, open_in_time, no_deadline, suspended, withdrawn)
    SELECT k.dimension, k.key, k.done_on_time, k.done_late, k.open_in_time, k.no_deadline, k.suspended, k.withdrawn
      FROM head, json_to_recordset($15::json)
           AS k (dimension text, key text, done_on_time integer, done_late integer, open_in_time integer,
                 no_deadline integer, suspended integer, withdrawn integer)
        ON CONFLICT (dimension, key) DO UPDATE
       SET done_on_time = c.done_on_time + excluded.done_on_time, done_late = c.done_late + excluded.done_late,
           open_in_time = c.open_in_time + excluded.open_in_time, no_deadline = c.no_deadline + excluded.no_deadline,
           suspended = c.suspended + excluded.suspended, withdrawn = c.withdrawn + excluded.withdrawn
), said AS (
    SELECT e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.prev_hash, e.hash
      FROM head, json_to_recordset($11::json)
           AS e (seq integer, type text, target text, key text, ordinal smallint, at timestamptz, actor text,
                 payload text, digest text, prev_hash text, hash text)
), logged AS (
    INSERT INTO event (stream, seq, type, target, key, ordinal, at, actor, payload, digest, recorded_at, prev_hash, hash)
    SELECT $1, seq, type, target, key, ordinal, at, actor::json, payload::json, digest, $10, prev_hash, hash FROM said
), commanded AS (
    INSERT INTO command (id, stream, seq, digest, target)
    SELECT key, $1, seq, digest, target FROM said WHERE digest IS NOT NULL
), stands AS (
    SELECT n.id, n.place, n.n, n.directive, n.lead, n.holder, n.level, n.turn, n.grp, n.late_from, n.state, n.declared,
           n.progress, n.verified, n.days_late, n.due_on, n.precision, n.review_on, n.version, n.set_by, n.rung,
           n.first_due_on, n.seq, n.next_wake_at, n.last_at, n.standing_from, n.state_json, n.behind_from, n.measured, n.is_new
      FROM head, json_to_recordset($12::json)
           AS n (id text, place integer, n integer, directive text, lead text, holder text, level text, turn integer,
                 grp text, late_from date, state text, declared text, progress smallint, verified text,
                 days_late integer, due_on date, precision text, review_on date, version integer, set_by text,
                 rung text, first_due_on date, seq integer,
                 next_wake_at timestamptz, last_at timestamptz, standing_from date, state_json text,
                 behind_from date, measured text, is_new boolean)
), shown AS (
    INSERT INTO assignment (
           stream, ref, session, programmes, id, place, n, directive, lead, holder, level, turn, grp, late_from, state,
           declared, progress, verified, days_late, due_on, precision, review_on, version, set_by, rung, first_due_on, seq, next_wake_at,
           last_at, standing_from, state_json, behind_from, measured)
    SELECT $1, c.ref, c.session, c.programmes, n.id, n.place, n.n, n.directive, n.lead, n.holder, n.level, n.turn, n.grp,
           n.late_from, n.state, n.declared, n.progress, n.verified, n.days_late, n.due_on, n.precision, n.review_on, n.version,
           n.set_by, n.rung, n.first_due_on, n.seq, n.next_wake_at, n.last_at, n.standing_from, n.state_json,
           n.behind_from, n.measured
      FROM head JOIN conclusion c ON c.ref = head.ref, stands AS n
        ON CONFLICT (id) DO UPDATE
       SET directive = excluded.directive, holder = excluded.holder, level = excluded.level, turn = excluded.turn, grp = excluded.grp, late_from = excluded.late_from,
           state = excluded.state, declared = excluded.declared, progress = excluded.progress, verified = excluded.verified,
           days_late = excluded.days_late, due_on = excluded.due_on, precision = excluded.precision, review_on = excluded.review_on,
           version = excluded.version, set_by = excluded.set_by, rung = excluded.rung,
           first_due_on = excluded.first_due_on, seq = excluded.seq,
           next_wake_at = excluded.next_wake_at, last_at = excluded.last_at, standing_from = excluded.standing_from,
           state_json = excluded.state_json, behind_from = excluded.behind_from, measured = excluded.measured
), stood AS (
    INSERT INTO standing (assignment, from_day, to_day, turn, grp, late_from, state, declared, progress, verified,
                          days_late, due_on, precision, review_on, version, set_by, rung, holder, level, behind_from, measured)
    SELECT n.assignment, n.from_day, n.to_day, n.turn, n.grp, n.late_from, n.state, n.declared, n.progress, n.verified,
           n.days_late, n.due_on, n.precision, n.review_on, n.version, n.set_by, n.rung, n.holder, n.level, n.behind_from,
           n.measured
      FROM head, json_to_recordset($13::json)
           AS n (assignment text, from_day date, to_day date, turn integer, grp text, late_from date, state text,
                 declared text, progress smallint, verified text, days_late integer, due_on date, precision text,
                 review_on date, version integer, set_by text, rung text, holder text, level text, behind_from date, measured text)
     UNION ALL
    SELECT n.id, n.standing_from, NULL, n.turn, n.grp, n.late_from, n.state, n.declared, n.progress, n.verified,
           n.days_late, n.due_on, n.precision, n.review_on, n.version, n.set_by, n.rung, n.holder, n.level, n.behind_from,
           n.measured
      FROM stands AS n
     WHERE n.is_new
        ON CONFLICT (assignment, from_day) DO UPDATE
       SET to_day = excluded.to_day, turn = excluded.turn, grp = excluded.grp, late_from = excluded.late_from,
           state = excluded.state, declared = excluded.declared, progress = excluded.progress, verified = excluded.verified,
           days_late = excluded.days_late, due_on = excluded.due_on, precision = excluded.precision, review_on = excluded.review_on,
           version = excluded.version, set_by = excluded.set_by, rung = excluded.rung,
           holder = excluded.holder, level = excluded.level, behind_from = excluded.behind_from, measured = excluded.measured
), told AS (
    INSERT INTO outbox (id, stream, seq, target, kind, channel, office, addressee, said, at)
    SELECT o.id, $1, o.seq, e.target, e.type, o.channel, o.office, o.addressee, o.said::jsonb, e.at
      FROM json_to_recordset($14::json)
           AS o (id uuid, seq integer, channel text, office text, addressee text, said text)
      JOIN said AS e ON e.seq = o.seq
 RETURNING id, channel
), to_send AS (
    -- A delivery outlives a rebuild of the outbox, so it may stand there already.
    INSERT INTO delivery (notice, channel, next_try_at)
    SELECT id, channel, $10 FROM told
        ON CONFLICT (notice, channel) DO NOTHING
)
SELECT CASE WHEN json_array_length($14::json) > 0 THEN pg_notify('dondoc_outbox', '') END AS woken FROM head

-- name: clock
SELECT value FROM setting WHERE key = 'clock'

-- name: set_clock_virtual
INSERT INTO setting (key, value) VALUES ('clock', 'virtual')
    ON CONFLICT (key) DO UPDATE SET value = 'virtual'

-- name: conclusion_by_ref
SELECT c.ref, c.content_hash, c.number, c.title, c.issued_on, c.session, c.standing_office, c.programmes,
       c.clock_offset_s, c.packets, c.packets_opened, c.assignments, c.open_assignments, c.planned_at, c.opened_at,
       c.closed_at, (SELECT count(*) FROM directive d WHERE d.ref = c.ref AND d.as_issued) AS directives, c.document
  FROM conclusion c
 WHERE c.ref = $1

-- name: conclusions
-- Newest first; the documents are left where they are.
SELECT c.ref, c.content_hash, c.number, c.title, c.issued_on, c.session, c.standing_office, c.programmes,
       c.clock_offset_s, c.packets, c.packets_opened, c.assignments, c.open_assignments, c.planned_at, c.opened_at,
       c.closed_at, (SELECT count(*) FROM directive d WHERE d.ref = c.ref AND d.as_issued) AS directives, '{}'::jsonb AS document
  FROM conclusion c
 ORDER BY c.issued_on DESC, c.ref

-- name: conclusions_page
-- So many ($1) of them, newest first, after one of that day ($2) and ref ($3); served by conclusion_issued_on_idx.
SELECT c.ref, c.content_hash, c.number, c.title, c.issued_on, c.session, c.standing_office, c.programmes,
       c.clock_offset_s, c.packets, c.packets_opened, c.assignments, c.open_assignments, c.planned_at, c.opened_at,
       c.closed_at, (SELECT count(*) FROM directive d WHERE d.ref = c.ref AND d.as_issued) AS directives, '{}'::jsonb AS document
  FROM conclusion c
 WHERE c.issued_on <= $2 AND (c.issued_on < $2 OR c.ref > $3)
 ORDER BY c.issued_on DESC, c.ref
 LIMIT $1

-- name: packets_of
SELECT id FROM stream WHERE ref = $1 ORDER BY packet

-- name: opened_count
SELECT packets_opened FROM conclusion WHERE ref = $1

-- name: head_seq
SELECT seq FROM stream WHERE id = $1

-- name: stream_latest
-- The business instant of a packet's newest event.
SELECT last_at FROM stream WHERE id = $1

-- name: unopened_streams
-- Planned, and no workflow has written its first events: reconcile starts them.
SELECT plan FROM stream WHERE seq = 0 ORDER BY id

-- name: open_streams
SELECT id FROM stream WHERE seq > 0 AND closed_at IS NULL ORDER BY id

-- name: open_heads
-- What reconcile compares with the engine: open packets and the number of their newest event.
SELECT id, seq FROM stream WHERE seq > 0 AND closed_at IS NULL ORDER BY id

-- name: heads_of
-- The same of packets that the engine runs although none of their assignments is open.
SELECT id, seq FROM stream WHERE id = ANY($1::text[])

-- name: streams
SELECT id FROM stream ORDER BY ref, packet

-- name: stream_of_assignment
SELECT stream FROM assignment WHERE id = $1

-- name: way_of_command
-- What a command to one assignment needs to know before it sets out: which workflow holds the assignment ($1),
-- and whether the register has carried out that command ($2).
SELECT (SELECT stream FROM assignment WHERE id = $1) AS way, c.id, c.stream, c.seq, c.digest, c.target
  FROM (SELECT $2::text AS id) AS sent
  LEFT JOIN command c ON c.id = sent.id

-- name: streams_of_directive
SELECT s.id FROM stream s
 WHERE s.ref = $1 AND EXISTS (SELECT FROM assignment a WHERE a.ref = s.ref AND a.stream = s.id AND a.n = $2)
 ORDER BY s.packet

-- name: plans_unopened_of
-- For the moment between plan and first commit, when no assignment has a row yet.
SELECT id, plan FROM stream WHERE ref = $1 AND seq = 0 ORDER BY packet

-- name: command_by_id
SELECT id, stream, seq, digest, target FROM command WHERE id = $1

-- name: case_of_stream
SELECT plan, header, seq FROM stream WHERE id = $1

-- name: states_of_stream
SELECT a.state_json FROM stream s JOIN assignment a ON a.ref = s.ref AND a.stream = s.id WHERE s.id = $1 ORDER BY a.place

-- name: newest_commands
-- In order of processing; as many as a case remembers.
SELECT newest.id, newest.digest, newest.target, newest.seq FROM (
    SELECT id, digest, target, seq FROM command WHERE stream = $1 ORDER BY seq DESC LIMIT $2
) AS newest ORDER BY newest.seq

-- name: business_latest
SELECT max(last_at) FROM stream

-- name: list_now
-- One page in the default order: overdue first, most days first, then what is due next, then what has no
-- day, is suspended, is done. A group of the statistics is a range of `turn`, so every filter that stands
-- alone is served by an index that begins with it and goes on in this order; words are joined to the page
-- only. Prepared for each call: the best plan depends on which filters are given. That the turn is at least $1
-- says nothing new, but it is what the planner can estimate; without it, it takes a day's range for a third of all.
-- Due days come as $11 and $12 where an index on them helps, and as $14 and $15 where the range of turns has chosen
-- them already but for a day: the sums, one for each, keep the planner from choosing twice and sorting what is in order.
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM (
       SELECT a.id
         FROM assignment a
        WHERE a.turn >= $1 AND a.turn < $3 AND (a.turn, a.id) > ($1, $2)
          AND ($5::text IS NULL OR a.holder = $5)
          AND ($6::text IS NULL OR a.level = $6)
          AND ($7::text IS NULL OR a.state = $7)
          AND ($8::text IS NULL OR a.ref = $8)
          AND ($9::integer IS NULL OR a.session = $9)
          AND ($10::text IS NULL OR a.programmes @> ARRAY[$10::text])
          AND ($11::date IS NULL OR a.due_on >= $11)
          AND ($12::date IS NULL OR a.due_on <= $12)
          AND ($13::date IS NULL OR a.behind_from <= $13)
          AND ($14::date IS NULL OR a.due_on + 0 >= $14)
          AND ($15::date IS NULL OR a.due_on - 0 <= $15)
        ORDER BY a.turn, a.id
        LIMIT $4) AS page
  JOIN assignment a ON a.id = page.id
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 ORDER BY a.turn, a.id

-- name: counted_now
-- How many there are in a range of `turn` ($1 to before $2) of one agency ($4) or in one state ($5), counted up to so many ($3).
SELECT count(*)::integer
  FROM (SELECT
          FROM assignment a
         WHERE a.turn >= $1 AND a.turn < $2
           AND ($4::text IS NULL OR a.holder = $4)
           AND ($5::text IS NULL OR a.state = $5)
         LIMIT $3) AS counted

-- name: list_now_with_text
-- The same for words ($13 their three-character pieces, $14 the words, $15 the beginning of a lead's code).
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM (
       SELECT a.id
         FROM assignment a
         JOIN directive d ON d.id = a.directive
        WHERE a.turn >= $1 AND a.turn < $3 AND (a.turn, a.id) > ($1, $2)
          AND ($5::text IS NULL OR a.holder = $5)
          AND ($6::text IS NULL OR a.level = $6)
          AND ($7::text IS NULL OR a.state = $7)
          AND ($8::text IS NULL OR a.ref = $8)
          AND ($9::integer IS NULL OR a.session = $9)
          AND ($10::text IS NULL OR a.programmes @> ARRAY[$10::text])
          AND ($11::date IS NULL OR a.due_on >= $11)
          AND ($12::date IS NULL OR a.due_on <= $12)
          AND ($13::integer[] IS NULL OR d.grams @> $13)
          AND ($14::text IS NULL OR d.search LIKE $14)
          AND ($15::text IS NULL OR lower(a.lead) LIKE $15)
          AND ($16::date IS NULL OR a.behind_from <= $16)
        ORDER BY a.turn, a.id
        LIMIT $4) AS page
  JOIN assignment a ON a.id = page.id
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 ORDER BY a.turn, a.id

-- name: list_then
-- The same for a day before the newest event: as everything stood when that day ($16) ended.
SELECT a.id, a.stream, a.seq, s.holder, a.lead, s.level, a.ref, a.n, a.first_due_on, NULL::timestamptz AS next_wake_at,
       s.turn, s.grp, s.late_from, s.state, s.declared, s.progress, s.verified, s.days_late, s.due_on,
       s.precision, s.review_on, s.version, s.set_by, s.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, s.behind_from, s.measured, c.title, c.programmes, c.session, c.issued_on
  FROM assignment a
  JOIN standing s ON s.assignment = a.id AND s.from_day <= $16 AND (s.to_day IS NULL OR s.to_day > $16)
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE s.turn >= $1 AND s.turn < $3 AND (s.turn, a.id) > ($1, $2)
   AND ($5::text IS NULL OR s.holder = $5)
   AND ($6::text IS NULL OR s.level = $6)
   AND ($7::text IS NULL OR s.state = $7)
   AND ($8::text IS NULL OR a.ref = $8)
   AND ($9::integer IS NULL OR a.session = $9)
   AND ($10::text IS NULL OR a.programmes @> ARRAY[$10::text])
   AND ($11::date IS NULL OR s.due_on >= $11)
   AND ($12::date IS NULL OR s.due_on <= $12)
   AND ($13::integer[] IS NULL OR d.grams @> $13)
   AND ($14::text IS NULL OR d.search LIKE $14)
   AND ($15::text IS NULL OR lower(a.lead) LIKE $15)
   AND ($17::date IS NULL OR s.behind_from <= $17)
 ORDER BY s.turn, a.id
 LIMIT $4

-- name: list_now_of_programme
-- The same for a programme. Conclusions with the same programmes share one range of an index that goes on in
-- the order of lists, so the beginnings of these few ranges, merged, are the page.
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM (
       SELECT one.id
         FROM (SELECT DISTINCT programmes FROM conclusion WHERE programmes @> ARRAY[$8::text]) AS s
        CROSS JOIN LATERAL (
              SELECT a.id, a.turn
                FROM assignment a
               WHERE a.programmes = s.programmes
                 AND a.turn >= $1 AND a.turn < $3 AND (a.turn, a.id) > ($1, $2)
                 AND ($5::text IS NULL OR a.level = $5)
                 AND ($6::text IS NULL OR a.state = $6)
                 AND ($7::integer IS NULL OR a.session = $7)
                 AND ($9::date IS NULL OR a.due_on >= $9)
                 AND ($10::date IS NULL OR a.due_on <= $10)
                 AND ($11::date IS NULL OR a.behind_from <= $11)
               ORDER BY a.turn, a.id
               LIMIT $4) AS one
        ORDER BY one.turn, one.id
        LIMIT $4) AS page
  JOIN assignment a ON a.id = page.id
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 ORDER BY a.turn, a.id

-- name: items_of
-- All assignments of a conclusion, of a directive ($2) or a single one ($3), as lists show them.
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM assignment a
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.ref = $1 AND ($2::integer IS NULL OR a.n = $2) AND ($3::text IS NULL OR a.id = $3)
 ORDER BY a.n, a.id

-- name: comparable
-- What is compared with the workflows, assignment by assignment.
SELECT id, seq, state, declared, verified, grp, late_from, due_on, rung FROM assignment ORDER BY id

-- name: overseen_by
-- The open conclusions whose standing office is one of these.
SELECT ref, standing_office, title
  FROM conclusion
 WHERE standing_office = ANY ($1::text[]) AND open_assignments > 0
 ORDER BY standing_office, ref

-- name: held_by
-- The open assignments of these agencies, by agency: what goes over to a successor. Served by assignment_holder_idx.
SELECT a.id, a.holder, d.text
  FROM assignment a
  JOIN directive d ON d.id = a.directive
 WHERE a.holder = ANY ($1::text[]) AND a.state NOT IN ('completed', 'reassigned', 'withdrawn')
 ORDER BY a.holder, a.ref, a.n, a.id

-- name: coordinated_by
-- The open assignments that these agencies coordinate as printed, or were asked about; whether they still owe an
-- answer stands in the state. Served by directive_coordinating_idx and event_asked_idx.
SELECT a.id, a.state_json, d.text
  FROM (SELECT a.id
          FROM directive d
          JOIN assignment a ON a.directive = d.id
         WHERE d.coordinating && $1::text[]
         UNION
        SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = ANY ($1::text[])
       ) AS found
  JOIN assignment a ON a.id = found.id
  JOIN directive d ON d.id = a.directive
 WHERE a.state NOT IN ('completed', 'reassigned', 'withdrawn')
 ORDER BY a.ref, a.n, a.id

-- name: more_of_unfinished
-- What closing a period needs beside the item of a list; `since` is the day on which the directive was given.
SELECT a.id, a.directive AS wording, d.report, c.standing_office,
       (SELECT min(s.from_day) FROM assignment b JOIN standing s ON s.assignment = b.id
         WHERE b.ref = a.ref AND b.n = a.n) AS since
  FROM assignment a
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.id = ANY ($1::text[])

-- name: reports_of
-- The reports of these assignments before a moment, newest first.
SELECT e.target, e.payload
  FROM event e
 WHERE e.target = ANY ($1::text[]) AND e.type = 'ReportSubmitted' AND e.at < $2
 ORDER BY e.target, e.seq DESC

-- name: totals_now
-- From counters alone: the groups of every key, and how many of the open ones are overdue on that day ($2):
-- whole marks of 256 days before the one it lies in, then of 16 days ($3, $4), then single days. Served by
-- the primary keys of counter and lateness. Valid when no event lies after that day, which `latest` tells.
SELECT c.key, c.done_on_time, c.done_late, c.open_in_time - coalesce(l.overdue, 0) AS open_in_time,
       coalesce(l.overdue, 0) AS open_overdue, c.no_deadline, c.suspended, c.withdrawn,
       c.done_on_time + c.done_late + c.open_in_time + c.no_deadline + c.suspended + c.withdrawn AS total,
       coalesce(b.behind, 0) AS behind, (SELECT max(last_at) FROM stream) AS latest
  FROM counter c
  LEFT JOIN (
       SELECT marks.key, sum(marks.n)::integer AS overdue
         FROM (SELECT key, n FROM lateness WHERE dimension = $1 AND days = 256 AND from_day < $3
               UNION ALL
               SELECT key, n FROM lateness WHERE dimension = $1 AND days = 16 AND from_day >= $3 AND from_day < $4
               UNION ALL
               SELECT key, n FROM lateness WHERE dimension = $1 AND days = 1 AND from_day >= $4 AND from_day <= $2) AS marks
        GROUP BY marks.key) AS l ON l.key = c.key
  LEFT JOIN (
       SELECT marks.key, sum(marks.n)::integer AS behind
         FROM (SELECT key, n FROM lateness WHERE dimension = 'behind:' || $1 AND days = 256 AND from_day < $3
               UNION ALL
               SELECT key, n FROM lateness WHERE dimension = 'behind:' || $1 AND days = 16 AND from_day >= $3 AND from_day < $4
               UNION ALL
               SELECT key, n FROM lateness WHERE dimension = 'behind:' || $1 AND days = 1 AND from_day >= $4 AND from_day <= $2) AS marks
        GROUP BY marks.key) AS b ON b.key = c.key
 WHERE c.dimension = $1

-- name: past_day_touched
-- Whether a remembered count of a past day ($2: its end) still holds: what was recorded since ($1, and in the minute
-- before, because commits end in another order than they began) lies after it. Served by event_recorded_at_idx. The
-- register is named by what a process could otherwise take for another.
SELECT current_database() || ' ' || pg_postmaster_start_time() AS register,
       coalesce((SELECT max(e.recorded_at) FROM event e), '-infinity') AS newest,
       EXISTS (SELECT FROM event e WHERE e.recorded_at > $1::timestamptz - interval '1 minute' AND e.at < $2) AS is_touched

-- name: totals_then
-- For a day before the newest event: counted from the history of every assignment.
SELECT k.key,
       (count(*) FILTER (WHERE s.grp = 'done_on_time'))::integer AS done_on_time,
       (count(*) FILTER (WHERE s.grp = 'done_late'))::integer AS done_late,
       (count(*) FILTER (WHERE s.grp = 'open_in_time' AND coalesce(s.late_from > $2, true)))::integer AS open_in_time,
       (count(*) FILTER (WHERE s.late_from <= $2))::integer AS open_overdue,
       (count(*) FILTER (WHERE s.grp = 'no_deadline'))::integer AS no_deadline,
       (count(*) FILTER (WHERE s.grp = 'suspended'))::integer AS suspended,
       (count(*) FILTER (WHERE s.grp = 'withdrawn'))::integer AS withdrawn,
       count(*)::integer AS total,
       (count(*) FILTER (WHERE s.behind_from <= $2))::integer AS behind
  FROM standing s
  JOIN assignment a ON a.id = s.assignment
  CROSS JOIN LATERAL (
       SELECT s.holder WHERE $1 = 'agency' UNION ALL
       SELECT s.level WHERE $1 = 'level' UNION ALL
       SELECT coalesce(a.session::text, '') WHERE $1 = 'session' UNION ALL
       SELECT a.ref WHERE $1 = 'conclusion' UNION ALL
       SELECT DISTINCT p FROM unnest(CASE WHEN a.programmes = '{}' THEN ARRAY[''] ELSE a.programmes END) AS p
        WHERE $1 = 'programme') AS k (key)
 WHERE s.from_day <= $2 AND (s.to_day IS NULL OR s.to_day > $2) AND s.grp <> 'reassigned'
 GROUP BY k.key

-- name: state_of_assignment
SELECT a.state_json, a.directive, s.header, c.number, c.issued_on, c.standing_office, c.document ->> 'source' AS source
  FROM assignment a
  JOIN stream s ON s.id = a.stream
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.id = $1

-- name: directives_of
-- The wordings of a conclusion's directives, or of one ($2): as issued first, then as amended.
SELECT d.id, d.ref, d.n, d.as_issued, d.clause, d.text, d.product, d.assignees, d.coordinating, d.deadline_raw, d.report,
       d.indicators, d.carried_over, d.illustrative,
       CASE WHEN d.as_issued THEN '{}'::text[] ELSE ARRAY(SELECT a.id FROM assignment a WHERE a.directive = d.id ORDER BY a.id) END AS held_by
  FROM directive d
 WHERE d.ref = $1 AND ($2::integer IS NULL OR d.n = $2)
 ORDER BY d.n, d.as_issued DESC, d.id

-- name: events_of_conclusion
-- All packets merged by time; $2 says per stream after which number.
SELECT e.stream, e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.recorded_at, e.prev_hash, e.hash
  FROM stream s
  JOIN event e ON e.stream = s.id AND e.seq > coalesce(($2::json ->> s.id)::integer, 0)
 WHERE s.ref = $1
 ORDER BY e.at, s.packet, e.seq

-- name: events_of_directive
SELECT e.stream, e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.recorded_at, e.prev_hash, e.hash
  FROM assignment a
  JOIN event e ON e.target = a.id AND e.seq > coalesce(($3::json ->> e.stream)::integer, 0)
 WHERE a.ref = $1 AND a.n = $2
 ORDER BY e.at, e.stream, e.seq

-- name: events_about
SELECT e.stream, e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.recorded_at, e.prev_hash, e.hash
  FROM event e
 WHERE e.target = $1 AND e.seq > coalesce(($2::json ->> e.stream)::integer, 0)
 ORDER BY e.seq

-- name: escalations
-- Rungs above the due day, sent or collapsed; of one conclusion ($1) or of all.
SELECT e.stream, e.seq, e.type, e.target, e.at, e.payload
  FROM event e
 WHERE e.type IN ('RungSent', 'RungCollapsed') AND (e.payload ->> 'rung') LIKE '+%'
   AND ($1::text IS NULL OR e.target LIKE 'kl/' || $1 || '/%')
 ORDER BY e.at, e.stream, e.seq

-- name: refused_commands
-- Delivered commands that were refused, newest first: the standing office looks after them.
SELECT e.stream, e.seq, e.target, e.at, e.recorded_at, e.payload
  FROM event e
 WHERE e.type = 'CommandRefused'
 ORDER BY e.recorded_at DESC, e.stream, e.seq DESC

-- name: fact_counts
SELECT type, count(*) AS n FROM event GROUP BY type ORDER BY type

-- name: evidence_named
-- The facts that name files. Found in the payload as text, in which quotes inside of values are escaped:
-- PostgreSQL cannot take apart a payload that holds the character zero.
SELECT e.target, e.payload
  FROM event e
 WHERE e.payload::text ~ '[{,]"files":\['
 ORDER BY e.stream, e.seq

-- name: log_position
-- A place in the log as a watcher keeps it: what is visible now, and when that was.
SELECT pg_current_snapshot()::text AS seen, clock_timestamp() AS at

-- name: events_since
-- What has become visible since the snapshot $1, each event once, whatever the order in which commits ended.
-- The time ($2, with a margin longer than any commit takes) bounds the search and keeps a restored copy,
-- whose transactions were numbered elsewhere, from showing its past as news.
SELECT e.stream, e.seq, e.type, e.target, e.key, e.ordinal, e.at, e.actor, e.payload, e.digest, e.recorded_at, e.prev_hash, e.hash
  FROM event e
 WHERE e.recorded_at > $2::timestamptz - interval '5 minutes'
   AND NOT pg_visible_in_snapshot(e.tx, $1::text::pg_snapshot)
   AND pg_visible_in_snapshot(e.tx, $3::text::pg_snapshot)
 ORDER BY e.recorded_at, e.stream, e.seq

-- name: fresh_tables
-- Empty copies of everything that follows from plans and log, for one transaction: fresh.py fills them.
CREATE TEMPORARY TABLE fresh_command (LIKE command) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_directive (LIKE directive) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_assignment (LIKE assignment INCLUDING GENERATED) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_standing (LIKE standing) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_outbox (LIKE outbox) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_counter (LIKE counter) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_lateness (LIKE lateness) ON COMMIT DROP;
CREATE TEMPORARY TABLE fresh_stream (
    id text COLLATE "C" PRIMARY KEY, ref text COLLATE "C", seq integer, head_hash text COLLATE "C", last_at timestamptz,
    header text COLLATE "C", header_hash text COLLATE "C", open_assignments integer, closed_at timestamptz,
    opened_at timestamptz, last_closing_at timestamptz, assignments integer
) ON COMMIT DROP

-- name: fresh_statistics
-- Temporary tables are not analysed by themselves; the comparisons join them with large ones.
ANALYZE fresh_command, fresh_directive, fresh_assignment, fresh_standing, fresh_outbox, fresh_counter, fresh_lateness, fresh_stream

-- name: hold_commits
-- While the read model is replaced no packet moves; commits wait, and reads go on.
LOCK TABLE stream IN SHARE ROW EXCLUSIVE MODE

-- name: refs
SELECT ref FROM conclusion ORDER BY ref

-- name: plan_of_conclusion
SELECT c.ref, c.number, c.session, c.programmes, c.content_hash, c.document FROM conclusion c WHERE c.ref = $1

-- name: plans_of_conclusion
SELECT id, packet, plan FROM stream WHERE ref = $1 ORDER BY packet

-- name: differing_commands
SELECT coalesce(f.id, l.id) AS id, to_jsonb(l) AS held, to_jsonb(f) AS expected
  FROM fresh_command f FULL JOIN command l ON l.id = f.id
 WHERE ROW(f.*) IS DISTINCT FROM ROW(l.*)
 ORDER BY 1

-- name: differing_directives
SELECT coalesce(f.id, l.id) AS id, to_jsonb(l) - 'grams' AS held, to_jsonb(f) - 'grams' AS expected
  FROM fresh_directive f FULL JOIN directive l ON l.id = f.id
 WHERE ROW(f.*) IS DISTINCT FROM ROW(l.*)
 ORDER BY 1

-- name: differing_assignments
SELECT coalesce(f.id, l.id) AS id, to_jsonb(l) AS held, to_jsonb(f) AS expected
  FROM fresh_assignment f FULL JOIN assignment l ON l.id = f.id
 WHERE ROW(f.*) IS DISTINCT FROM ROW(l.*)
 ORDER BY 1

-- name: differing_standings
SELECT coalesce(f.assignment, l.assignment) || ' ' || coalesce(f.from_day, l.from_day) AS id, to_jsonb(l) AS held, to_jsonb(f) AS expected
  FROM fresh_standing f FULL JOIN standing l ON l.assignment = f.assignment AND l.from_day = f.from_day
 WHERE ROW(f.*) IS DISTINCT FROM ROW(l.*)
 ORDER BY 1

-- name: differing_notices
SELECT coalesce(f.id, l.id)::text AS id, to_jsonb(l) AS held, to_jsonb(f) AS expected
  FROM fresh_outbox f FULL JOIN outbox l ON l.id = f.id
 WHERE ROW(f.*) IS DISTINCT FROM ROW(l.*)
 ORDER BY 1

-- name: differing_counters
-- Counters that have come down to zero say as much as none.
SELECT coalesce(f.dimension, l.dimension) || ' ' || coalesce(f.key, l.key) AS id,
       coalesce(to_jsonb(l), '{}') - '{dimension,key}'::text[] AS held,
       coalesce(to_jsonb(f), jsonb_build_object('done_on_time', 0, 'done_late', 0, 'open_in_time', 0, 'no_deadline', 0,
                                                'suspended', 0, 'withdrawn', 0)) - '{dimension,key}'::text[] AS expected
  FROM (SELECT dimension, key, sum(done_on_time)::integer AS done_on_time,
               sum(done_late)::integer AS done_late,
               sum(open_in_time)::integer AS open_in_time,
               sum(no_deadline)::integer AS no_deadline,
               sum(suspended)::integer AS suspended,
               sum(withdrawn)::integer AS withdrawn
          FROM fresh_counter GROUP BY 1, 2) AS f
  FULL JOIN counter l ON l.dimension = f.dimension AND l.key = f.key
 WHERE ROW(coalesce(f.done_on_time, 0), coalesce(f.done_late, 0), coalesce(f.open_in_time, 0), coalesce(f.no_deadline, 0), coalesce(f.suspended, 0), coalesce(f.withdrawn, 0))
    <> ROW(coalesce(l.done_on_time, 0), coalesce(l.done_late, 0), coalesce(l.open_in_time, 0), coalesce(l.no_deadline, 0), coalesce(l.suspended, 0), coalesce(l.withdrawn, 0))
 ORDER BY 1

-- name: differing_lateness
SELECT concat_ws(' ', coalesce(f.dimension, l.dimension), coalesce(f.key, l.key), coalesce(f.from_day, l.from_day), coalesce(f.days, l.days)) AS id,
       jsonb_build_object('n', coalesce(l.n, 0)) AS held, jsonb_build_object('n', coalesce(f.n, 0)) AS expected
  FROM (SELECT dimension, days, from_day, key, sum(n)::integer AS n FROM fresh_lateness GROUP BY 1, 2, 3, 4) AS f
  FULL JOIN lateness l ON l.dimension = f.dimension AND l.days = f.days AND l.from_day = f.from_day AND l.key = f.key
 WHERE coalesce(f.n, 0) <> coalesce(l.n, 0)
 ORDER BY 1

-- name: differing_streams
SELECT l.id, to_jsonb(l) AS held, to_jsonb(f) - '{opened_at,last_closing_at,assignments,ref}'::text[] AS expected
  FROM fresh_stream f
  JOIN (SELECT id, seq, head_hash, last_at, header, header_hash, open_assignments, closed_at FROM stream) AS l ON l.id = f.id
 WHERE ROW(l.*) IS DISTINCT FROM ROW(f.id, f.seq, f.head_hash, f.last_at, f.header, f.header_hash, f.open_assignments, f.closed_at)
 ORDER BY 1

-- name: differing_conclusions
-- A conclusion is closed if and only if every packet is opened and every assignment closed.
-- Its standing office is that of its packets; they learn of another one after the other.
SELECT 'kl/' || l.ref AS id, to_jsonb(l) AS held, to_jsonb(f) AS expected
  FROM (SELECT ref, packets_opened, assignments, open_assignments, opened_at, last_closing_at, closed_at, standing_office
          FROM conclusion) AS l
  JOIN (SELECT s.ref, (count(*) FILTER (WHERE s.seq > 0))::smallint AS packets_opened, sum(s.assignments)::integer AS assignments,
               sum(s.open_assignments)::integer AS open_assignments, min(s.opened_at) AS opened_at, max(s.last_closing_at) AS last_closing_at,
               CASE WHEN sum(s.open_assignments) = 0 AND bool_and(s.seq > 0) THEN max(s.last_closing_at) END AS closed_at,
               array_agg(s.header::json ->> 'standing_office' ORDER BY s.last_at DESC NULLS LAST) AS offices
          FROM fresh_stream s GROUP BY s.ref) AS a ON a.ref = l.ref
 CROSS JOIN LATERAL (
       SELECT a.ref, a.packets_opened, a.assignments, a.open_assignments, a.opened_at, a.last_closing_at, a.closed_at,
              CASE WHEN l.standing_office = ANY (a.offices) THEN l.standing_office ELSE a.offices[1] END AS standing_office) AS f
 WHERE ROW(l.*) IS DISTINCT FROM ROW(f.*)
 ORDER BY 1

-- name: undelivered
-- Every notice has a delivery, however it went.
SELECT o.id::text AS id, 'null'::jsonb AS held, '{"delivery": "pending"}'::jsonb AS expected
  FROM outbox o
 WHERE NOT EXISTS (SELECT FROM delivery d WHERE d.notice = o.id AND d.channel = o.channel)
 ORDER BY 1

-- name: empty_derived
TRUNCATE command, directive, assignment, standing, outbox, counter, lateness

-- name: replace_commands
INSERT INTO command TABLE fresh_command

-- name: replace_directives
INSERT INTO directive TABLE fresh_directive

-- name: replace_assignments
-- By name: columns that the table makes itself cannot be given.
INSERT INTO assignment (
       stream, ref, session, programmes, id, place, n, directive, lead, holder, level, turn, grp, late_from, state,
       declared, progress, verified, days_late, due_on, precision, review_on, version, set_by, rung, first_due_on, seq, next_wake_at,
       last_at, standing_from, state_json, behind_from, measured)
SELECT stream, ref, session, programmes, id, place, n, directive, lead, holder, level, turn, grp, late_from, state,
       declared, progress, verified, days_late, due_on, precision, review_on, version, set_by, rung, first_due_on, seq, next_wake_at,
       last_at, standing_from, state_json, behind_from, measured
  FROM fresh_assignment

-- name: replace_standings
INSERT INTO standing TABLE fresh_standing

-- name: replace_notices
INSERT INTO outbox TABLE fresh_outbox

-- name: replace_counters
INSERT INTO counter (dimension, key, done_on_time, done_late, open_in_time, no_deadline, suspended, withdrawn)
SELECT dimension, key, sum(done_on_time), sum(done_late), sum(open_in_time), sum(no_deadline), sum(suspended), sum(withdrawn)
  FROM fresh_counter GROUP BY 1, 2

-- name: replace_lateness
INSERT INTO lateness (dimension, days, from_day, key, n)
SELECT dimension, days, from_day, key, sum(n) FROM fresh_lateness GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0

-- name: replace_streams
UPDATE stream l
   SET seq = f.seq, head_hash = f.head_hash, last_at = f.last_at, header = f.header, header_hash = f.header_hash,
       open_assignments = f.open_assignments, closed_at = f.closed_at
  FROM fresh_stream f
 WHERE f.id = l.id

-- name: replace_conclusions
UPDATE conclusion l
   SET packets_opened = f.packets_opened, assignments = f.assignments, open_assignments = f.open_assignments,
       opened_at = f.opened_at, last_closing_at = f.last_closing_at, closed_at = f.closed_at, standing_office = f.offices[1]
  FROM (SELECT s.ref, count(*) FILTER (WHERE s.seq > 0) AS packets_opened, sum(s.assignments) AS assignments,
               sum(s.open_assignments) AS open_assignments, min(s.opened_at) AS opened_at, max(s.last_closing_at) AS last_closing_at,
               CASE WHEN sum(s.open_assignments) = 0 AND bool_and(s.seq > 0) THEN max(s.last_closing_at) END AS closed_at,
               array_agg(s.header::json ->> 'standing_office' ORDER BY s.last_at DESC NULLS LAST) AS offices
          FROM fresh_stream s GROUP BY s.ref) AS f
 WHERE f.ref = l.ref

-- name: deliver_again
-- Notices that were lost with their delivery are sent after all; those delivered before stay so.
INSERT INTO delivery (notice, channel, next_try_at)
SELECT id, channel, clock_timestamp() FROM outbox
    ON CONFLICT (notice, channel) DO NOTHING

-- name: open_draft
INSERT INTO intake_draft (id, document_sha256, version, name, number, title, review, opened_by, opened_at, saved_by, saved_at)
VALUES ($1, $2, 1, $3, $4, $5, $6, $7, now(), $7, now())
    ON CONFLICT DO NOTHING
RETURNING id, document_sha256, version, name, number, title, opened_by, opened_at, saved_by, saved_at

-- name: save_draft
-- Only over the version that was seen ($7).
UPDATE intake_draft
   SET version = version + 1, name = $2, number = $3, title = $4, review = $5, saved_by = $6, saved_at = now()
 WHERE document_sha256 = $1 AND version = $7
RETURNING id, document_sha256, version, name, number, title, opened_by, opened_at, saved_by, saved_at

-- name: draft_by_id
SELECT id, document_sha256, version, name, number, title, opened_by, opened_at, saved_by, saved_at, review
  FROM intake_draft
 WHERE id = $1

-- name: draft_of_document
SELECT id, document_sha256, version, name, number, title, opened_by, opened_at, saved_by, saved_at
  FROM intake_draft
 WHERE document_sha256 = $1

-- name: drafts
SELECT id, document_sha256, version, name, number, title, opened_by, opened_at, saved_by, saved_at
  FROM intake_draft
 ORDER BY saved_at DESC, id

-- name: end_draft
-- $2: the version that was seen; another one stays.
DELETE FROM intake_draft WHERE document_sha256 = $1 AND version = $2

-- name: keep_certificate
INSERT INTO intake_certificate (ref, document_sha256, certificate, text, office, approved_by, approved_at)
VALUES ($1, $2, $3, $4, $5, $6, now())
    ON CONFLICT (ref) DO NOTHING

-- name: certificate_of
SELECT ref, document_sha256, certificate, text, office, approved_by, approved_at
  FROM intake_certificate
 WHERE ref = $1

-- name: intake_documents
-- All conclusions, few enough: numbers are compared in Python, since "C" does not fold Vietnamese.
SELECT c.ref, c.number, c.title, c.issued_on, k.document_sha256
  FROM conclusion c
  LEFT JOIN intake_certificate k ON k.ref = c.ref
 ORDER BY c.ref

-- name: intake_directives
-- Directives with work that is still open: their words, their assignees as printed and the present holders.
SELECT d.ref, d.n, d.text, d.assignees || array_agg(DISTINCT a.holder) AS leads
  FROM assignment a
  JOIN directive d ON d.id = a.directive
 WHERE a.grp IN ('open_in_time', 'no_deadline', 'suspended')
 GROUP BY d.id
 ORDER BY d.ref, d.n
