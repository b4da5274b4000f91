-- The register: what was planned, what happened (the event log), and what follows from both.
-- Planned: conclusion, stream. Happened: event, command. Follows, and can be dropped and rebuilt:
-- directive, assignment, standing, counter, lateness, outbox, and the columns marked "folded".
-- Text is COLLATE "C" everywhere, so that every PostgreSQL sorts and compares alike; Vietnamese
-- order and comparison come from columns that Python makes (schemas.folding).

CREATE TABLE setting (
    key   text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    CONSTRAINT setting_pkey PRIMARY KEY (key)
);
COMMENT ON TABLE setting IS 'Facts about this register as a whole.';
COMMENT ON COLUMN setting.key IS 'clock: real, or virtual where business time runs apart from real time (demo, tests).';

CREATE TABLE conclusion (
    ref              text COLLATE "C" NOT NULL,
    content_hash     text COLLATE "C" NOT NULL,
    document         jsonb NOT NULL,
    number           text COLLATE "C",
    title            text COLLATE "C" NOT NULL,
    issued_on        date NOT NULL,
    session          integer,
    standing_office  text COLLATE "C" NOT NULL,
    programmes       text[] COLLATE "C" NOT NULL,
    clock_offset_s   integer NOT NULL,
    packets          smallint NOT NULL,
    planned_at       timestamptz NOT NULL,
    packets_opened   smallint NOT NULL DEFAULT 0,
    assignments      integer NOT NULL DEFAULT 0,
    open_assignments integer NOT NULL DEFAULT 0,
    opened_at        timestamptz,
    last_closing_at  timestamptz,
    closed_at        timestamptz,
    CONSTRAINT conclusion_pkey PRIMARY KEY (ref),
    CONSTRAINT conclusion_ref_form CHECK (ref ~ '^[a-z0-9-]{1,60}$'),
    CONSTRAINT conclusion_open_within_all CHECK (open_assignments BETWEEN 0 AND assignments),
    CONSTRAINT conclusion_closed_when_done CHECK (closed_at IS NULL OR (open_assignments = 0 AND packets_opened = packets))
);
COMMENT ON TABLE conclusion IS 'A conclusion as issued. Its unique ref decides for ever whether it was started.';
COMMENT ON COLUMN conclusion.content_hash IS 'SHA-256 of what it says; seeds the hash chains of its streams.';
COMMENT ON COLUMN conclusion.document IS 'The conclusion as given (schemas.conclusion.Conclusion).';
COMMENT ON COLUMN conclusion.clock_offset_s IS 'Business time minus real time, fixed when it was opened; 0 outside demo and tests.';
COMMENT ON COLUMN conclusion.planned_at IS 'Real instant of the plan.';
COMMENT ON COLUMN conclusion.packets_opened IS 'Folded: packets whose first events are in the log.';
COMMENT ON COLUMN conclusion.assignments IS 'Folded: assignments ever opened, successors included.';
COMMENT ON COLUMN conclusion.open_assignments IS 'Folded: those not closed now.';
COMMENT ON COLUMN conclusion.opened_at IS 'Folded: business instant of the first packet''s opening.';
COMMENT ON COLUMN conclusion.last_closing_at IS 'Folded: business instant of the newest closing of an assignment.';
COMMENT ON COLUMN conclusion.closed_at IS 'Folded: set while every packet is opened and every assignment closed.';
-- list of one programme: which combinations of programmes contain it
CREATE INDEX conclusion_programmes_idx ON conclusion USING gin (programmes);

CREATE TABLE stream (
    id               text COLLATE "C" NOT NULL,
    ref              text COLLATE "C" NOT NULL,
    packet           smallint NOT NULL,
    plan             json NOT NULL,
    seq              integer NOT NULL DEFAULT 0,
    head_hash        text COLLATE "C" NOT NULL,
    last_at          timestamptz,
    header           text COLLATE "C" NOT NULL,
    header_hash      text COLLATE "C" NOT NULL,
    open_assignments integer NOT NULL DEFAULT 0,
    closed_at        timestamptz,
    CONSTRAINT stream_pkey PRIMARY KEY (id),
    CONSTRAINT stream_packet_once UNIQUE (ref, packet),
    CONSTRAINT stream_conclusion_fkey FOREIGN KEY (ref) REFERENCES conclusion (ref)
);
COMMENT ON TABLE stream IS 'One packet of a conclusion: one workflow, one stream of the log. Its row is what commits of the packet queue at.';
COMMENT ON COLUMN stream.plan IS 'The packet as planned (schemas.case.Case before its first event); with the log enough to rebuild everything.';
COMMENT ON COLUMN stream.seq IS 'Number of its newest event.';
COMMENT ON COLUMN stream.head_hash IS 'Hash of its newest event; before the first, the seed (docs/event-log.md).';
COMMENT ON COLUMN stream.last_at IS 'Business instant of its newest event.';
COMMENT ON COLUMN stream.header IS 'Folded: the case without assignments, plan, seq and commands, as JSON (schemas.case.Case).';
COMMENT ON COLUMN stream.header_hash IS 'Folded: names header and conclusion by content, so that a process reads them once.';
COMMENT ON COLUMN stream.open_assignments IS 'Folded: its assignments that are not closed.';
COMMENT ON COLUMN stream.closed_at IS 'Folded: set while all its assignments are closed; the packet''s workflow has ended.';
-- business_latest
CREATE INDEX stream_last_at_idx ON stream (last_at);
-- unopened_streams
CREATE INDEX stream_unopened_idx ON stream (id) WHERE seq = 0;
-- open_streams
CREATE INDEX stream_open_idx ON stream (id) WHERE seq > 0 AND closed_at IS NULL;

CREATE TABLE event (
    stream      text COLLATE "C" NOT NULL,
    seq         integer NOT NULL,
    type        text COLLATE "C" NOT NULL,
    target      text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    ordinal     smallint NOT NULL,
    at          timestamptz NOT NULL,
    actor       json,
    payload     json NOT NULL,
    digest      text COLLATE "C",
    recorded_at timestamptz NOT NULL,
    tx          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    prev_hash   text COLLATE "C" NOT NULL,
    hash        text COLLATE "C" NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (stream, seq),
    CONSTRAINT event_key_once UNIQUE (stream, key, ordinal)
);
-- No foreign key to stream: the statement that appends moves the stream's head first, and only then writes.
COMMENT ON TABLE event IS 'The log: what happened, in order, hash-chained within its stream. Rows are only ever added.';
COMMENT ON COLUMN event.target IS 'The assignment it is about, or the conclusion.';
COMMENT ON COLUMN event.key IS 'The command, or the obligation and rung, that caused it; with ordinal once in its stream.';
COMMENT ON COLUMN event.at IS 'Business time.';
COMMENT ON COLUMN event.recorded_at IS 'Real time of the commit.';
COMMENT ON COLUMN event.payload IS 'Canonical JSON, kept as the very text that was hashed (hence json and not jsonb).';
COMMENT ON COLUMN event.tx IS 'The transaction that wrote it, so that a watcher sees each event once whatever the order of commits.';
-- events_about
CREATE INDEX event_target_idx ON event (target, seq);
-- events_since
CREATE INDEX event_recorded_at_idx ON event (recorded_at);
-- escalations
CREATE INDEX event_escalation_idx ON event (at) WHERE type IN ('RungSent', 'RungCollapsed') AND (payload ->> 'rung') LIKE '+%';
-- refused_commands
CREATE INDEX event_refused_idx ON event (recorded_at) WHERE type = 'CommandRefused';

CREATE TABLE command (
    id     text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    seq    integer NOT NULL,
    digest text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    CONSTRAINT command_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE command IS 'Every command carried out, once in the whole register: the same id with other content is a conflict.';
COMMENT ON COLUMN command.seq IS 'The first event of the command.';
COMMENT ON COLUMN command.digest IS 'What it said, shortened.';
-- newest_commands
CREATE INDEX command_stream_idx ON command (stream, seq);

CREATE TABLE directive (
    id            text COLLATE "C" NOT NULL,
    ref           text COLLATE "C" NOT NULL,
    n             integer NOT NULL,
    as_issued     boolean NOT NULL,
    clause        text COLLATE "C",
    text          text COLLATE "C" NOT NULL,
    product       text COLLATE "C",
    assignees     text[] COLLATE "C" NOT NULL,
    coordinating  text[] COLLATE "C" NOT NULL,
    deadline_raw  text COLLATE "C",
    report        jsonb,
    indicators    jsonb NOT NULL,
    carried_over  jsonb,
    illustrative  boolean NOT NULL,
    search        text COLLATE "C" NOT NULL,
    grams         integer[] NOT NULL,
    CONSTRAINT directive_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE directive IS 'The wording of a directive: as issued or added, and a row for each wording that an amendment gave to some of its assignments.';
COMMENT ON COLUMN directive.id IS 'kl/<ref>/<n>; an amended wording adds # and a hash of its content.';
COMMENT ON COLUMN directive.as_issued IS 'False for amended wordings.';
COMMENT ON COLUMN directive.coordinating IS 'As printed: codes and groups.';
COMMENT ON COLUMN directive.search IS 'Text, product, number of the conclusion and id without marks and case (schemas.folding.fold_vi).';
COMMENT ON COLUMN directive.grams IS 'Its three-character pieces as numbers, so that any part of a word is found without an extension.';
-- list with a text
CREATE INDEX directive_grams_idx ON directive USING gin (grams) WITH (gin_pending_list_limit = 256);
-- directives_of
CREATE INDEX directive_ref_idx ON directive (ref, n);

CREATE TABLE assignment (
    id            text COLLATE "C" NOT NULL,
    stream        text COLLATE "C" NOT NULL,
    place         integer NOT NULL,
    ref           text COLLATE "C" NOT NULL,
    n             integer NOT NULL,
    directive     text COLLATE "C" NOT NULL,
    lead          text COLLATE "C" NOT NULL,
    holder        text COLLATE "C" NOT NULL,
    level         text COLLATE "C" NOT NULL,
    session       integer,
    programmes    text[] COLLATE "C" NOT NULL,
    turn          integer NOT NULL,
    grp           text COLLATE "C" NOT NULL,
    late_from     date,
    state         text COLLATE "C" NOT NULL,
    declared      text COLLATE "C" NOT NULL,
    progress      smallint,
    verified      text COLLATE "C" NOT NULL,
    days_late     integer NOT NULL,
    due_on        date,
    "precision"   text COLLATE "C" NOT NULL,
    review_on     date,
    version       integer NOT NULL,
    set_by        text COLLATE "C",
    rung          text COLLATE "C",
    first_due_on  date,
    seq           integer NOT NULL,
    next_wake_at  timestamptz,
    last_at       timestamptz NOT NULL,
    standing_from date NOT NULL,
    state_json    text COLLATE "C" NOT NULL,
    CONSTRAINT assignment_pkey PRIMARY KEY (id),
    CONSTRAINT assignment_group_known CHECK (grp IN ('done_on_time', 'done_late', 'open_in_time', 'no_deadline', 'suspended', 'withdrawn', 'reassigned')),
    CONSTRAINT assignment_late_only_while_open CHECK (late_from IS NULL OR grp = 'open_in_time')
) WITH (fillfactor = 80);
-- Rows change often; room on their page spares their indexes an entry each time.
COMMENT ON TABLE assignment IS 'Read model: every assignment as the fold of its stream leaves it.';
COMMENT ON COLUMN assignment.place IS 'Number of the event that opened it: the order of the case.';
COMMENT ON COLUMN assignment.directive IS 'The wording that holds for it.';
COMMENT ON COLUMN assignment.lead IS 'The code it was issued to, for ever.';
COMMENT ON COLUMN assignment.holder IS 'Who answers for it today.';
COMMENT ON COLUMN assignment.level IS 'national, ministry or local: the level of the holder.';
COMMENT ON COLUMN assignment.turn IS 'Place in the default order of lists (register.deriving.standings): four million for each group, within it days. Each of the seven groups of the statistics is one range of it.';
COMMENT ON COLUMN assignment.grp IS 'Statistical group apart from the passing of time: open_in_time means open with a last day, and is overdue from late_from on. reassigned is not counted.';
COMMENT ON COLUMN assignment.late_from IS 'First day on which it counts as overdue unless something happens before; becoming late needs no write.';
COMMENT ON COLUMN assignment.days_late IS 'Days by which what is completed came late; of open work it follows from late_from.';
COMMENT ON COLUMN assignment.first_due_on IS 'What the conclusion said, for ever.';
COMMENT ON COLUMN assignment.last_at IS 'Business instant of the newest event about it.';
COMMENT ON COLUMN assignment.standing_from IS 'First day of its present row in standing.';
COMMENT ON COLUMN assignment.state_json IS 'schemas.case.Assignment as JSON, read by Python only; what the fold goes on from.';
-- list: all, by agency, conclusion, level, session, programmes, state; each in the default order
CREATE INDEX assignment_turn_idx ON assignment (turn, id);
CREATE INDEX assignment_holder_idx ON assignment (holder, turn, id);
CREATE INDEX assignment_ref_idx ON assignment (ref, turn, id);
CREATE INDEX assignment_level_idx ON assignment (level, turn, id);
CREATE INDEX assignment_session_idx ON assignment (session, turn, id);
CREATE INDEX assignment_programmes_idx ON assignment (programmes, turn, id);
CREATE INDEX assignment_state_idx ON assignment (state, turn, id);
-- list of due days, for what cannot become late (register.reads.lists)
CREATE INDEX assignment_due_on_idx ON assignment (due_on);
-- list with a text: from the wordings found to their assignments
CREATE INDEX assignment_directive_idx ON assignment (directive);

CREATE TABLE standing (
    assignment  text COLLATE "C" NOT NULL,
    from_day    date NOT NULL,
    to_day      date,
    turn        integer NOT NULL,
    grp         text COLLATE "C" NOT NULL,
    late_from   date,
    state       text COLLATE "C" NOT NULL,
    declared    text COLLATE "C" NOT NULL,
    progress    smallint,
    verified    text COLLATE "C" NOT NULL,
    days_late   integer NOT NULL,
    due_on      date,
    "precision" text COLLATE "C" NOT NULL,
    review_on   date,
    version     integer NOT NULL,
    set_by      text COLLATE "C",
    rung        text COLLATE "C",
    CONSTRAINT standing_pkey PRIMARY KEY (assignment, from_day),
    CONSTRAINT standing_days_in_order CHECK (to_day > from_day)
);
COMMENT ON TABLE standing IS 'Where each assignment stood at the end of each business day, so that any past day can be asked; changes within a day leave the last.';
COMMENT ON COLUMN standing.to_day IS 'First day on which it stood otherwise; null = still.';

CREATE TABLE counter (
    dimension    text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    done_on_time integer NOT NULL,
    done_late    integer NOT NULL,
    open_in_time integer NOT NULL,
    no_deadline  integer NOT NULL,
    suspended    integer NOT NULL,
    withdrawn    integer NOT NULL,
    CONSTRAINT counter_pkey PRIMARY KEY (dimension, key)
) WITH (fillfactor = 50);
COMMENT ON TABLE counter IS 'How many assignments stand in each group, kept in the transaction of the event: totals are never scans.';
COMMENT ON COLUMN counter.dimension IS 'agency (holder), level, session, conclusion, programme.';
COMMENT ON COLUMN counter.key IS 'Empty = belongs to no session or programme. One with several programmes counts in each.';
COMMENT ON COLUMN counter.open_in_time IS 'Open with a last day; how many of them are overdue on a day stands in lateness.';

CREATE TABLE lateness (
    dimension text COLLATE "C" NOT NULL,
    days      smallint NOT NULL,
    from_day  date NOT NULL,
    key       text COLLATE "C" NOT NULL,
    n         integer NOT NULL,
    CONSTRAINT lateness_pkey PRIMARY KEY (dimension, days, from_day, key)
) WITH (fillfactor = 80);
COMMENT ON TABLE lateness IS 'How many assignments become overdue when, as things stand: a ruler with three graduations, so that what is overdue on any day is the sum of few rows.';
COMMENT ON COLUMN lateness.days IS '256, 16 or 1: all that become late within so many days from from_day on.';

CREATE TABLE outbox (
    id        uuid NOT NULL,
    stream    text COLLATE "C" NOT NULL,
    seq       integer NOT NULL,
    target    text COLLATE "C" NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    channel   text COLLATE "C" NOT NULL,
    office    text COLLATE "C" NOT NULL,
    addressee text COLLATE "C" NOT NULL,
    said      jsonb NOT NULL,
    at        timestamptz NOT NULL,
    CONSTRAINT outbox_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE outbox IS 'Every notice that the facts cause (policy.notices), with an id that never changes. Whether it was delivered stands in delivery.';
COMMENT ON COLUMN outbox.addressee IS 'The capacity in the office that is told, never a person.';
COMMENT ON COLUMN outbox.at IS 'Business instant of the fact; notices of one recipient and moment make one message.';
-- inbox of an office, newest first
CREATE INDEX outbox_office_idx ON outbox (office, at, id);

CREATE TABLE delivery (
    notice      uuid NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    state       text COLLATE "C" NOT NULL DEFAULT 'pending',
    attempts    smallint NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL,
    done_at     timestamptz,
    last_error  text COLLATE "C",
    CONSTRAINT delivery_pkey PRIMARY KEY (notice, channel),
    CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'sent', 'dead')),
    CONSTRAINT delivery_done_when_sent CHECK ((state = 'sent') = (done_at IS NOT NULL))
);
-- No foreign key: the outbox can be dropped and rebuilt, deliveries never are.
COMMENT ON TABLE delivery IS 'What became of each notice in each channel; never rebuilt, since it tells what the outside world was told.';
COMMENT ON COLUMN delivery.state IS 'pending: to be sent from next_try_at on; sent; dead: given up, shown to the operator.';
-- the dispatcher's next notices
CREATE INDEX delivery_pending_idx ON delivery (next_try_at) WHERE state = 'pending';
