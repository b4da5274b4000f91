-- Who held an assignment on a past day, since an agency can cease and its successor answer under the same
-- id; and where the indicators of an assignment stood, so that falling behind can be asked of any day.

ALTER TABLE standing ADD COLUMN holder text COLLATE "C";
ALTER TABLE standing ADD COLUMN level text COLLATE "C";
UPDATE standing s SET holder = a.holder, level = a.level FROM assignment a WHERE a.id = s.assignment;
ALTER TABLE standing ALTER COLUMN holder SET NOT NULL, ALTER COLUMN level SET NOT NULL;
COMMENT ON COLUMN standing.holder IS 'Who answered for it then.';
COMMENT ON COLUMN standing.level IS 'The level of the holder then.';

COMMENT ON COLUMN conclusion.standing_office IS 'Who examines its evidence now: the office of the document, or the successor that was named when it ceased.';

ALTER TABLE standing ADD COLUMN behind_from date, ADD COLUMN measured text COLLATE "C";
ALTER TABLE assignment ADD COLUMN behind_from date, ADD COLUMN measured text COLLATE "C";
COMMENT ON COLUMN lateness.dimension IS 'agency, level, session, conclusion, programme: overdue work; the same after "behind:": indicators behind their trajectory.';
COMMENT ON COLUMN assignment.behind_from IS 'First day on which an indicator counts as behind its trajectory unless a better value is reported before; null: none.';
COMMENT ON COLUMN assignment.measured IS 'The newest reported value of each indicator as JSON, read by Python only; null: none was reported.';
