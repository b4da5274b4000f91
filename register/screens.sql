-- What the pages of the console ask beyond lists and totals: work within the scope of one office, what
-- waits for somebody, the whole by agency. Read by register.reads.scope and register.reads.screens only.

-- name: stands_alone
-- Whether every conclusion is this standing office's: then its scope is the whole. Both sides of its place in
-- conclusion_standing_office_idx are empty; asked as one inequality it would read them all.
SELECT NOT EXISTS (SELECT FROM conclusion WHERE standing_office < $1)
   AND NOT EXISTS (SELECT FROM conclusion WHERE standing_office > $1)

-- name: has_beside
-- Whether anything concerns an office that it does not hold: what it led before, coordinates, was asked about. Apart
-- (MATERIALIZED): asked whether there is any, the planner expects to meet one soon and would read whole tables.
WITH led AS MATERIALIZED (
       SELECT a.id FROM assignment a WHERE a.lead = $1 AND a.holder <> a.lead
), coordinated AS MATERIALIZED (
       SELECT d.id FROM directive d WHERE d.coordinating @> ARRAY[$1::text]
), asked AS MATERIALIZED (
       SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $1)
SELECT EXISTS (SELECT FROM led) OR EXISTS (SELECT FROM coordinated) OR EXISTS (SELECT FROM asked)

-- name: list_in_scope
-- One page for an office ($16) beside what it holds, which list_now has: what it led, coordinates or was asked
-- about; and, for a standing office ($17), all of its conclusions. The same filters and order as list_now; the
-- beginnings of both parts, merged, are the page. What is beside is little, so its words are looked for in it.
WITH others AS (
       SELECT a.id FROM assignment a WHERE a.lead = $16 AND a.holder <> a.lead
        UNION
       SELECT a.id FROM directive d JOIN assignment a ON a.directive = d.id WHERE d.coordinating @> ARRAY[$16::text]
        UNION
       SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $16)
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM (
       SELECT beside.id, beside.turn
         FROM (SELECT a.id, a.turn
                 FROM others
                 JOIN assignment a ON a.id = others.id
                 JOIN directive d ON d.id = a.directive
               WHERE a.holder <> $16
                 AND a.turn >= $1 AND a.turn < $3 AND (a.turn, a.id) > ($1, $2)
                 AND ($5::text IS NULL OR a.holder = $5)
                 AND ($6::text IS NULL OR a.level = $6)
                 AND ($7::text IS NULL OR a.state = $7)
                 AND ($8::text IS NULL OR a.ref = $8)
                 AND ($9::integer IS NULL OR a.session = $9)
                 AND ($10::text IS NULL OR a.programmes @> ARRAY[$10::text])
                 AND ($11::date IS NULL OR a.due_on >= $11)
                 AND ($12::date IS NULL OR a.due_on <= $12)
                 AND ($14::text IS NULL OR d.search LIKE $14)
                 AND ($15::text IS NULL OR lower(a.lead) LIKE $15)
                 AND ($18::date IS NULL OR a.behind_from <= $18)
                ORDER BY a.turn, a.id
                LIMIT $4) AS beside
        UNION
       SELECT office.id, office.turn
         FROM (SELECT a.id, a.turn
                 FROM assignment a
                 JOIN directive d ON d.id = a.directive
               WHERE $17 AND a.ref IN (SELECT c.ref FROM conclusion c WHERE c.standing_office = $16)
                 AND a.turn >= $1 AND a.turn < $3 AND (a.turn, a.id) > ($1, $2)
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
                 AND ($18::date IS NULL OR a.behind_from <= $18)
                ORDER BY a.turn, a.id
                LIMIT $4) AS office
        ORDER BY turn, id
        LIMIT $4) AS page
  JOIN assignment a ON a.id = page.id
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 ORDER BY a.turn, a.id

-- name: totals_in_scope
-- The seven groups of what an office ($3) may see, by agency, level, session, conclusion or programme, on that day ($2).
-- What it holds is read from assignment_holder_idx alone; what is beside is looked up one by one (OFFSET 0), for it is little.
WITH others AS (
       SELECT a.id FROM assignment a WHERE a.lead = $3 AND a.holder <> a.lead
        UNION
       SELECT a.id FROM directive d JOIN assignment a ON a.directive = d.id WHERE d.coordinating @> ARRAY[$3::text]
        UNION
       SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $3
), mine AS (
       SELECT a.holder, a.level, a.session, a.ref, a.programmes, a.grp, a.late_from, a.behind_from
         FROM assignment a
        WHERE a.holder = $3
        UNION ALL
       SELECT a.holder, a.level, a.session, a.ref, a.programmes, a.grp, a.late_from, a.behind_from
         FROM others
        CROSS JOIN LATERAL (
              SELECT a.holder, a.level, a.session, a.ref, a.programmes, a.grp, a.late_from, a.behind_from
                FROM assignment a
               WHERE a.id = others.id AND a.holder <> $3
              OFFSET 0) AS a
        WHERE NOT ($4 AND EXISTS (SELECT FROM conclusion c WHERE c.ref = a.ref AND c.standing_office = $3))
        UNION ALL
       SELECT a.holder, a.level, a.session, a.ref, a.programmes, a.grp, a.late_from, a.behind_from
         FROM conclusion c
         JOIN assignment a ON a.ref = c.ref
        WHERE $4 AND c.standing_office = $3 AND a.holder <> $3)
SELECT k.key,
       (count(*) FILTER (WHERE a.grp = 'done_on_time'))::integer AS done_on_time,
       (count(*) FILTER (WHERE a.grp = 'done_late'))::integer AS done_late,
       (count(*) FILTER (WHERE a.grp = 'open_in_time' AND coalesce(a.late_from > $2, true)))::integer AS open_in_time,
       (count(*) FILTER (WHERE a.late_from <= $2))::integer AS open_overdue,
       (count(*) FILTER (WHERE a.grp = 'no_deadline'))::integer AS no_deadline,
       (count(*) FILTER (WHERE a.grp = 'suspended'))::integer AS suspended,
       (count(*) FILTER (WHERE a.grp = 'withdrawn'))::integer AS withdrawn,
       count(*)::integer AS total,
       (count(*) FILTER (WHERE a.behind_from <= $2))::integer AS behind
  FROM mine AS a
  CROSS JOIN LATERAL (
       SELECT a.holder WHERE $1 = 'agency' UNION ALL
       SELECT a.level WHERE $1 = 'level' UNION ALL
       SELECT coalesce(a.session::text, '') WHERE $1 = 'session' UNION ALL
       SELECT a.ref WHERE $1 = 'conclusion' UNION ALL
       SELECT DISTINCT p FROM unnest(CASE WHEN a.programmes = '{}' THEN ARRAY[''] ELSE a.programmes END) AS p
        WHERE $1 = 'programme') AS k (key)
 WHERE a.grp <> 'reassigned'
 GROUP BY k.key

-- name: due_days
-- For each day from $1 to $2: how much is due then, how much of it is still open, and how much of that late on $3.
SELECT a.due_on AS day, count(*)::integer AS due,
       (count(*) FILTER (WHERE a.grp IN ('open_in_time', 'suspended')))::integer AS open,
       (count(*) FILTER (WHERE a.late_from <= $3))::integer AS late
  FROM assignment a
 WHERE a.due_on BETWEEN $1 AND $2 AND a.grp NOT IN ('reassigned', 'withdrawn')
 GROUP BY a.due_on
 ORDER BY a.due_on

-- name: due_days_in_scope
-- The same of what an office ($4) may see, found as in totals_in_scope.
WITH others AS (
       SELECT a.id FROM assignment a WHERE a.lead = $4 AND a.holder <> a.lead
        UNION
       SELECT a.id FROM directive d JOIN assignment a ON a.directive = d.id WHERE d.coordinating @> ARRAY[$4::text]
        UNION
       SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $4
), mine AS (
       SELECT a.due_on, a.grp, a.late_from FROM assignment a WHERE a.holder = $4
        UNION ALL
       SELECT a.due_on, a.grp, a.late_from
         FROM others
        CROSS JOIN LATERAL (
              SELECT a.due_on, a.grp, a.late_from, a.ref
                FROM assignment a
               WHERE a.id = others.id AND a.holder <> $4
              OFFSET 0) AS a
        WHERE NOT ($5 AND EXISTS (SELECT FROM conclusion c WHERE c.ref = a.ref AND c.standing_office = $4))
        UNION ALL
       SELECT a.due_on, a.grp, a.late_from
         FROM conclusion c
         JOIN assignment a ON a.ref = c.ref
        WHERE $5 AND c.standing_office = $4 AND a.holder <> $4)
SELECT a.due_on AS day, count(*)::integer AS due,
       (count(*) FILTER (WHERE a.grp IN ('open_in_time', 'suspended')))::integer AS open,
       (count(*) FILTER (WHERE a.late_from <= $3))::integer AS late
  FROM mine AS a
 WHERE a.due_on BETWEEN $1 AND $2 AND a.grp NOT IN ('reassigned', 'withdrawn')
 GROUP BY a.due_on
 ORDER BY a.due_on

-- name: states_in_scope
-- How many of what an office may see stand in which state.
WITH others AS (
       SELECT a.id FROM assignment a WHERE a.lead = $1 AND a.holder <> a.lead
        UNION
       SELECT a.id FROM directive d JOIN assignment a ON a.directive = d.id WHERE d.coordinating @> ARRAY[$1::text]
        UNION
       SELECT e.target FROM event e WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $1
), mine AS (
       SELECT a.state
         FROM assignment a
        WHERE a.holder = $1
        UNION ALL
       SELECT a.state
         FROM others
        CROSS JOIN LATERAL (SELECT a.ref, a.state FROM assignment a WHERE a.id = others.id AND a.holder <> $1 OFFSET 0) AS a
        WHERE NOT ($2 AND EXISTS (SELECT FROM conclusion c WHERE c.ref = a.ref AND c.standing_office = $1))
        UNION ALL
       SELECT a.state
         FROM conclusion c
         JOIN assignment a ON a.ref = c.ref
        WHERE $2 AND c.standing_office = $1 AND a.holder <> $1)
SELECT mine.state, count(*)::integer AS n FROM mine GROUP BY mine.state

-- name: states_of_all
-- Served by assignment_state_idx.
SELECT a.state, count(*)::integer AS n FROM assignment a GROUP BY a.state

-- name: seen_of_conclusion
-- Which assignments of a conclusion ($1), or whether this one ($4), an office ($2) may see.
SELECT a.id
  FROM assignment a
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.ref = $1 AND ($4::text IS NULL OR a.id = $4)
   AND (a.holder = $2 OR a.lead = $2 OR d.coordinating @> ARRAY[$2::text] OR ($3 AND c.standing_office = $2)
        OR EXISTS (SELECT FROM event e WHERE e.target = a.id AND e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $2))

-- name: conclusions_in_scope
-- Conclusions an office may see anything of, newest first: so many ($3) after one of that day ($4) and ref ($5).
-- Which they are is found first; how many directives each has is counted for those shown only.
WITH mine AS (
       SELECT a.ref FROM assignment a WHERE a.holder = $1
        UNION
       SELECT a.ref FROM assignment a WHERE a.lead = $1 AND a.holder <> a.lead
        UNION
       SELECT a.ref FROM directive d JOIN assignment a ON a.directive = d.id WHERE d.coordinating @> ARRAY[$1::text]
        UNION
       SELECT a.ref FROM event e JOIN assignment a ON a.id = e.target
        WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $1
        UNION
       SELECT o.ref FROM conclusion o WHERE $2 AND o.standing_office = $1)
SELECT c.ref, c.content_hash, c.number, c.title, c.issued_on, c.session, c.standing_office, c.programmes,
       c.clock_offset_s, c.packets, c.packets_opened, c.assignments, c.open_assignments, c.planned_at, c.opened_at,
       c.closed_at, (SELECT count(*) FROM directive d WHERE d.ref = c.ref AND d.as_issued) AS directives, '{}'::jsonb AS document
  FROM conclusion c
 WHERE c.ref IN (SELECT ref FROM mine)
   AND c.issued_on <= $4 AND (c.issued_on < $4 OR c.ref > $5)
 ORDER BY c.issued_on DESC, c.ref
 LIMIT $3

-- name: items_by_ids
-- Some assignments as lists show them, most pressing first.
SELECT a.id, a.stream, a.seq, a.holder, a.lead, a.level, a.ref, a.n, a.first_due_on, a.next_wake_at,
       a.turn, a.grp, a.late_from, a.state, a.declared, a.progress, a.verified, a.days_late, a.due_on,
       a.precision, a.review_on, a.version, a.set_by, a.rung, d.clause, d.text, d.product, d.coordinating,
       d.deadline_raw, d.indicators, d.carried_over, d.illustrative, a.behind_from, a.measured, c.title, c.programmes, c.session, c.issued_on
  FROM assignment a
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.id = ANY($1::text[])
 ORDER BY a.turn, a.id

-- name: extensions_waiting
-- Assignments with an open request for more time, the most pressing ones ($2); of these the oldest request first.
-- Of a standing office ($1), or of all. Served by assignment_extension_waits_idx, in its order.
SELECT page.id, newest.at, newest.payload ->> 'new_due_on' AS asked, newest.payload ->> 'reason' AS reason
  FROM (SELECT a.id
          FROM assignment a
          JOIN conclusion c ON c.ref = a.ref
         WHERE a.extension_waits AND a.state NOT IN ('completed', 'withdrawn', 'reassigned')
           AND ($1::text IS NULL OR c.standing_office = $1)
         ORDER BY a.turn, a.id
         LIMIT $2) AS page
 CROSS JOIN LATERAL (
       SELECT e.at, e.payload
         FROM event e
        WHERE e.target = page.id AND e.type = 'ExtensionRequested'
        ORDER BY e.seq DESC
        LIMIT 1) AS newest
 ORDER BY newest.at, page.id

-- name: reports_waiting
-- Assignments with a report that nobody has reviewed, the most pressing ones ($2); of these the oldest report first.
-- Of a standing office ($1), or of all. Served by assignment_report_waits_idx, in its order.
SELECT page.id, newest.at, newest.payload ->> 'period' AS period
  FROM (SELECT a.id
          FROM assignment a
          JOIN conclusion c ON c.ref = a.ref
         WHERE a.report_waits AND a.state IN ('in_progress', 'under_review', 'returned')
           AND ($1::text IS NULL OR c.standing_office = $1)
         ORDER BY a.turn, a.id
         LIMIT $2) AS page
 CROSS JOIN LATERAL (
       SELECT e.at, e.payload
         FROM event e
        WHERE e.target = page.id AND e.type = 'ReportSubmitted'
        ORDER BY e.seq DESC
        LIMIT 1) AS newest
 ORDER BY newest.at, page.id

-- name: states_by_ids
-- The states of some assignments, and whose conclusions they belong to.
SELECT a.id, a.state_json, c.standing_office
  FROM assignment a
  JOIN conclusion c ON c.ref = a.ref
 WHERE a.id = ANY($1::text[])

-- name: objections_to
-- The newest objection of some assignments, of one standing office ($2).
SELECT a.id, newest.at, newest.payload ->> 'reason' AS reason, newest.payload ->> 'proposed_office' AS proposed
  FROM assignment a
  JOIN conclusion c ON c.ref = a.ref
 CROSS JOIN LATERAL (
       SELECT e.at, e.payload
         FROM event e
        WHERE e.target = a.id AND e.type = 'Objected'
        ORDER BY e.seq DESC
        LIMIT 1) AS newest
 WHERE a.id = ANY($1::text[]) AND c.standing_office = $2

-- name: owed_by_office
-- What an office ($1) owes as an agency beside acknowledging and the work itself, by the day it is due: of its own work, and where it
-- was asked for a contribution or an opinion. The obligations stand in the state; only states that name such a kind are opened.
WITH mine AS (
       SELECT a.id, a.state_json
         FROM assignment a
        WHERE a.holder = $1 AND a.state NOT IN ('completed', 'withdrawn', 'reassigned', 'suspended')
        UNION ALL
       SELECT a.id, a.state_json
         FROM (SELECT DISTINCT e.target
                 FROM event e
                WHERE e.type IN ('ContributionRequested', 'OpinionRequested') AND (e.payload ->> 'to') = $1) AS asked
         JOIN assignment a ON a.id = asked.target
        WHERE a.holder <> $1 AND a.state NOT IN ('completed', 'withdrawn', 'reassigned', 'suspended'))
SELECT a.id, owed.said ->> 'owed' AS owed, (owed.said ->> 'due_on')::date AS due_on
  FROM mine AS a
  CROSS JOIN LATERAL jsonb_array_elements(a.state_json::jsonb -> 'obligations') AS owed (said)
 WHERE (strpos(a.state_json, '"owed":"periodic_report"') > 0
        OR strpos(a.state_json, '"owed":"indicator"') > 0
        OR strpos(a.state_json, '"owed":"review_date"') > 0
        OR strpos(a.state_json, '"owed":"contribution"') > 0
        OR strpos(a.state_json, '"owed":"opinion"') > 0
        OR strpos(a.state_json, '"owed":"explanation"') > 0)
   AND owed.said ->> 'owed' NOT IN ('acknowledge', 'final_evidence')
   AND owed.said ->> 'by' = $1 AND (owed.said ->> 'due_on')::date <= $2
 ORDER BY 3, 1
 LIMIT $3

-- name: lags
-- Seconds since the newest event was recorded, and since the oldest notice should have gone out. Served by
-- event_recorded_at_idx and delivery_pending_idx.
SELECT extract(epoch FROM clock_timestamp() - (SELECT max(e.recorded_at) FROM event e))::integer AS last_commit_s,
       greatest(0, extract(epoch FROM clock_timestamp() - (SELECT min(d.next_try_at) FROM delivery d WHERE d.state = 'pending')))::integer AS delivery_late_s

-- name: newest_recorded
-- Where a watcher of everything begins. Served by event_recorded_at_idx.
SELECT coalesce(max(e.recorded_at), '-infinity') FROM event e

-- name: recorded_since
-- How many events were recorded since an instant, and in the minute before it: commits end in another order than
-- they began. Rises with every commit; served by event_recorded_at_idx.
SELECT count(*) FROM event e WHERE e.recorded_at > $1::timestamptz - interval '1 minute'

-- name: recorded_of_office
-- The same of what an office holds; served by assignment_holder_idx.
SELECT coalesce(sum(a.seq), 0)::bigint FROM assignment a WHERE a.holder = $1

-- name: heaps
-- How much waits where: packets not opened, packets open, notices to send and given up, events recorded.
SELECT (SELECT count(*) FROM stream WHERE seq = 0) AS planned,
       (SELECT count(*) FROM stream WHERE seq > 0 AND closed_at IS NULL) AS open,
       (SELECT count(*) FROM delivery WHERE state = 'pending') AS pending,
       (SELECT count(*) FROM delivery WHERE state = 'dead') AS dead,
       (SELECT coalesce(sum(seq), 0) FROM stream) AS events
