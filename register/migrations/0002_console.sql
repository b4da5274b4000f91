-- People who sign in, what they were given to sign in with, and what they did beside the commands of
-- the event log. Nothing here follows from the log, so nothing here is ever rebuilt.
-- Passwords, session ids and tokens are kept as hashes only.

CREATE TABLE account (
    login           text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    office          text COLLATE "C" NOT NULL,
    role            text COLLATE "C" NOT NULL,
    password_hash   text COLLATE "C" NOT NULL,
    password_set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    must_change     boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by      text COLLATE "C" NOT NULL,
    disabled_at     timestamptz,
    CONSTRAINT account_pkey PRIMARY KEY (login),
    CONSTRAINT account_login_form CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    CONSTRAINT account_role_known CHECK (role IN ('officer', 'examiner', 'head_of_standing_office', 'focal_point', 'agency_head',
                                                  'coordinator', 'supervisor', 'auditor', 'operator', 'admin'))
);
COMMENT ON TABLE account IS 'A person who acts for one office in one role. Never deleted, since the log names people; disabled instead.';
COMMENT ON COLUMN account.password_hash IS 'argon2id with its parameters.';
COMMENT ON COLUMN account.must_change IS 'The password was chosen by somebody else: the person chooses another before anything else.';

CREATE TABLE session (
    id_hash    text COLLATE "C" NOT NULL,
    login      text COLLATE "C" NOT NULL,
    opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at    timestamptz NOT NULL,
    revoked_at timestamptz,
    address    text COLLATE "C" NOT NULL,
    agent      text COLLATE "C" NOT NULL,
    CONSTRAINT session_pkey PRIMARY KEY (id_hash),
    CONSTRAINT session_account_fkey FOREIGN KEY (login) REFERENCES account (login)
);
COMMENT ON TABLE session IS 'A browser that is signed in; survives a restart, ends when idle, at ends_at, or when revoked.';
COMMENT ON COLUMN session.id_hash IS 'SHA-256 of the id in the cookie, so that a copy of this table signs nobody in.';
-- sessions of an account: shown to it, revoked with its password
CREATE INDEX session_login_idx ON session (login, opened_at);

CREATE TABLE api_token (
    id           text COLLATE "C" NOT NULL,
    token_hash   text COLLATE "C" NOT NULL,
    login        text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    scopes       text[] COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by   text COLLATE "C" NOT NULL,
    ends_at      timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    CONSTRAINT api_token_pkey PRIMARY KEY (id),
    CONSTRAINT api_token_hash_once UNIQUE (token_hash),
    CONSTRAINT api_token_account_fkey FOREIGN KEY (login) REFERENCES account (login)
);
COMMENT ON TABLE api_token IS 'What a system calls the API with. It acts as an account, so it never may more than that account.';
COMMENT ON COLUMN api_token.scopes IS 'read, act: what of the account''s rights the token carries.';
-- tokens of an account
CREATE INDEX api_token_login_idx ON api_token (login, created_at);

CREATE TABLE access_log (
    id      bigint GENERATED ALWAYS AS IDENTITY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    act     text COLLATE "C" NOT NULL,
    login   text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL DEFAULT '',
    said    jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT access_log_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE access_log IS 'Sign-ins, refused sign-ins and administration: what the event log does not hold. Rows are only ever added.';
-- how often a login or an address was refused of late
CREATE INDEX access_log_refused_login_idx ON access_log (login, at) WHERE act = 'sign_in_refused';
CREATE INDEX access_log_refused_address_idx ON access_log (address, at) WHERE act = 'sign_in_refused';
-- newest first, for the auditor
CREATE INDEX access_log_at_idx ON access_log (at);

CREATE TABLE draft (
    id         text COLLATE "C" NOT NULL,
    office     text COLLATE "C" NOT NULL,
    login      text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    number     text COLLATE "C",
    sha256     text COLLATE "C" NOT NULL,
    review     text COLLATE "C" NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    issued_ref text COLLATE "C",
    dropped_at timestamptz,
    CONSTRAINT draft_pkey PRIMARY KEY (id),
    CONSTRAINT draft_account_fkey FOREIGN KEY (login) REFERENCES account (login)
);
COMMENT ON TABLE draft IS 'An official document taken in by a standing office, its review in progress (intake.review), until it is issued.';
COMMENT ON COLUMN draft.sha256 IS 'The document''s file in the evidence store.';
COMMENT ON COLUMN draft.review IS 'The review as its file says it (intake.review.write_review).';
COMMENT ON COLUMN draft.version IS 'Counts changes, so that two people at once do not overwrite each other.';
-- drafts of an office, newest first
CREATE INDEX draft_office_idx ON draft (office, created_at);

-- What an office may see: what it leads or led, what it coordinates as printed, what it was asked about.
-- work_in_scope and its counts
CREATE INDEX assignment_lead_idx ON assignment (lead);
CREATE INDEX directive_coordinating_idx ON directive USING gin (coordinating);
CREATE INDEX event_asked_idx ON event ((payload ->> 'to'), target) WHERE type = 'ContributionRequested';
CREATE INDEX conclusion_standing_office_idx ON conclusion (standing_office);
-- requests that wait for the standing office: the newest of these facts of an assignment
CREATE INDEX event_extension_idx ON event (target, seq) WHERE type IN ('ExtensionRequested', 'ExtensionGranted', 'ExtensionRefused');
CREATE INDEX event_report_idx ON event (target, seq) WHERE type IN ('ReportSubmitted', 'ReportAccepted', 'ReportReturned');
