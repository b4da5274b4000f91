-- What an office holds is counted, and its conclusions are found, without opening a single assignment: hundreds of
-- people in agencies ask for that all day. Of what an office leads, only what somebody else holds now is looked for.

-- list_now of an agency as before; totals_in_scope, states_in_scope, conclusions_in_scope and counted_now are
-- answered from it alone, so it has everything that they count by
DROP INDEX assignment_holder_idx;
CREATE INDEX assignment_holder_idx ON assignment (holder, turn, id)
    INCLUDE (ref, state, level, session, programmes, grp, late_from, behind_from);
-- everything in the scope of an office that led it before
CREATE INDEX assignment_led_before_idx ON assignment (lead) WHERE holder <> lead;
-- served the same before, with every assignment in it
DROP INDEX assignment_lead_idx;
-- conclusions, conclusions_page, conclusions_in_scope: how many directives each has
CREATE INDEX directive_issued_idx ON directive (ref) WHERE as_issued;
