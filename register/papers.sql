-- What official papers and periodic reports are made of. Everything as it stood when a day ended, so that
-- a paper can be made again later and say the same.

-- name: work_at
-- Assignments when a day ($1) ended, and the newest report or explanation by then ($2: that end) that names
-- what hinders: of a holder ($3), of a conclusion ($4), one alone ($5), only what is overdue ($6). With a
-- day $7: only what counts, was owed by then and was not done in the ordinary course. Streamed by a cursor.
-- Payloads are looked at as text, in which quotes inside of values are escaped: PostgreSQL cannot take apart one
-- that holds the character zero.
SELECT a.id, s.holder, s.level, a.ref, a.n, a.first_due_on, s.grp, s.late_from, s.state, s.days_late, s.progress,
       s.due_on, s.set_by, d.clause, d.text, d.product, d.coordinating, d.deadline_raw, d.carried_over, d.illustrative,
       c.number, c.issued_on, c.title, c.standing_office, sent.at AS submitted_at,
       told.type AS told_by, told.at AS told_at, told.payload AS told
  FROM standing s
  JOIN assignment a ON a.id = s.assignment
  JOIN directive d ON d.id = a.directive
  JOIN conclusion c ON c.ref = a.ref
  LEFT JOIN LATERAL (
       SELECT e.at FROM event e
        WHERE e.target = a.id AND e.type = 'EvidenceSubmitted' AND e.at < $2
        ORDER BY e.seq DESC LIMIT 1) AS sent ON true
  LEFT JOIN LATERAL (
       SELECT e.type, e.at, e.payload FROM event e
        WHERE e.target = a.id AND e.at < $2
          AND (e.type = 'ExplanationSubmitted'
               OR e.type = 'ReportSubmitted'
                  AND e.payload::text ~ '[{,]"(causes|bottlenecks|limits|shortcomings)":"')
        ORDER BY e.seq DESC LIMIT 1) AS told ON true
 WHERE s.from_day <= $1 AND (s.to_day IS NULL OR s.to_day > $1) AND s.grp <> 'reassigned'
   AND ($3::text IS NULL OR s.holder = $3)
   AND ($4::text IS NULL OR a.ref = $4)
   AND ($5::text IS NULL OR a.id = $5)
   AND (NOT $6 OR s.late_from <= $1)
   AND ($7::date IS NULL
        OR s.grp NOT IN ('suspended', 'withdrawn')
           AND (s.grp <> 'done_on_time' OR d.carried_over IS NOT NULL)
           AND coalesce((d.carried_over ->> 'due_on')::date,
                        CASE WHEN s.precision NOT IN ('none', 'event') THEN s.due_on END) <= $7)
 ORDER BY s.holder, a.ref, a.n, a.id

-- name: due_between
-- How much was owed by holder, as things stood when the day $1 ended: $2 to $3.
SELECT s.holder, count(*)::integer AS n
  FROM standing s
  JOIN assignment a ON a.id = s.assignment
  JOIN directive d ON d.id = a.directive
 WHERE s.from_day <= $1 AND (s.to_day IS NULL OR s.to_day > $1) AND s.grp NOT IN ('reassigned', 'suspended', 'withdrawn')
   AND coalesce((d.carried_over ->> 'due_on')::date,
                CASE WHEN s.precision NOT IN ('none', 'event') THEN s.due_on END) BETWEEN $2 AND $3
 GROUP BY s.holder

-- name: facts_within
-- What happened from $1 to before $2, by type; rungs apart by their sign.
SELECT e.type || CASE WHEN e.type = 'RungSent' THEN left(e.payload ->> 'rung', 1) ELSE '' END AS fact,
       count(*)::integer AS n
  FROM event e
 WHERE e.at >= $1 AND e.at < $2
 GROUP BY 1

-- name: indicators_at
-- Indicators of the directives that have any, and what was reported of them by the end of the day ($2), in order.
SELECT a.id, s.holder, d.indicators, s.behind_from,
       ARRAY(SELECT e.payload::text FROM event e
              WHERE e.target = a.id AND e.type = 'ReportSubmitted' AND e.at < $2
                AND e.payload::text ~ '[{,]"indicators":\['
              ORDER BY e.seq) AS reported
  FROM standing s
  JOIN assignment a ON a.id = s.assignment
  JOIN directive d ON d.id = a.directive
 WHERE s.from_day <= $1 AND (s.to_day IS NULL OR s.to_day > $1) AND s.grp NOT IN ('reassigned', 'withdrawn')
   AND d.indicators <> '[]'
 ORDER BY s.holder, a.ref, a.n, a.id

-- name: extension_asked
-- The newest request for more time by that moment ($2), the decision that followed, and what set the deadline
-- before it, newest first.
SELECT asked.at, asked.payload, decided.type, decided.payload AS decision,
       ARRAY(SELECT e.payload::text FROM event e
              WHERE e.target = $1 AND e.type IN ('AssignmentOpened', 'Amended', 'Resumed', 'ExtensionGranted')
                AND e.seq < asked.seq
              ORDER BY e.seq DESC) AS set_before
  FROM (SELECT e.stream, e.seq, e.at, e.payload FROM event e
         WHERE e.target = $1 AND e.type = 'ExtensionRequested' AND e.at < $2
         ORDER BY e.seq DESC LIMIT 1) AS asked
  LEFT JOIN LATERAL (
       SELECT e.type, e.payload FROM event e
        WHERE e.target = $1 AND e.type IN ('ExtensionGranted', 'ExtensionRefused') AND e.seq > asked.seq AND e.at < $2
        ORDER BY e.seq LIMIT 1) AS decided ON true

-- name: newest_standing_office
SELECT standing_office FROM conclusion ORDER BY issued_on DESC, ref LIMIT 1
