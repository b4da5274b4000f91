-- What waits for a standing office is found without looking through the log: whether a report or a request for
-- more time is open follows from the state, in which fields without a value are left out.

ALTER TABLE assignment
    ADD COLUMN report_waits boolean GENERATED ALWAYS AS (strpos(state_json, '"unreviewed_report_seq":') > 0) STORED,
    ADD COLUMN extension_waits boolean GENERATED ALWAYS AS (strpos(state_json, '"extension_to":') > 0) STORED;
COMMENT ON COLUMN assignment.report_waits IS 'Follows from state_json: its newest report has not been reviewed.';
COMMENT ON COLUMN assignment.extension_waits IS 'Follows from state_json: a request for more time has not been decided.';
-- reports_waiting
CREATE INDEX assignment_report_waits_idx ON assignment (turn, id) WHERE report_waits;
-- extensions_waiting
CREATE INDEX assignment_extension_waits_idx ON assignment (turn, id) WHERE extension_waits;
-- served reports_waiting and extensions_waiting as they were before
DROP INDEX event_extension_idx;
DROP INDEX event_report_idx;

-- conclusions_page
CREATE INDEX conclusion_issued_on_idx ON conclusion (issued_on DESC, ref);
-- indicators_at: few directives have any
CREATE INDEX directive_indicators_idx ON directive (id) WHERE indicators <> '[]'::jsonb;
-- facts_between: events come nearly in the order of their instants, so the ranges of blocks suffice and cost commits nothing
CREATE INDEX event_at_idx ON event USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
