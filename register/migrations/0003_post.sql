-- Post: what leaves the register for the outside world, and the letters that come in. Nothing here
-- follows from the log, so nothing here is ever dropped or rebuilt.

ALTER TABLE delivery ADD COLUMN message uuid;
COMMENT ON COLUMN delivery.message IS 'The message the notice went into; null while it waits for those of its moment.';
-- contents_of_messages
CREATE INDEX delivery_message_idx ON delivery (message) WHERE message IS NOT NULL;

CREATE TABLE office_address (
    office          text COLLATE "C" NOT NULL,
    channel         text COLLATE "C" NOT NULL,
    address         text COLLATE "C" NOT NULL,
    may_be_private  boolean NOT NULL DEFAULT false,
    secret          text COLLATE "C",
    previous_secret text COLLATE "C",
    previous_until  timestamptz,
    failures        integer NOT NULL DEFAULT 0,
    next_try_at     timestamptz NOT NULL DEFAULT '-infinity',
    held_until      timestamptz NOT NULL DEFAULT '-infinity',
    set_at          timestamptz NOT NULL,
    set_by          text COLLATE "C" NOT NULL,
    CONSTRAINT office_address_pkey PRIMARY KEY (office, channel),
    CONSTRAINT office_address_channel_known CHECK (channel IN ('email', 'webhook')),
    CONSTRAINT office_address_webhook_signs CHECK ((channel = 'webhook') = (secret IS NOT NULL)),
    CONSTRAINT office_address_previous_ends CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);
COMMENT ON TABLE office_address IS 'Where an office is reached outside: one e-mail address and one webhook each. Also what a dispatcher holds while it sends there, so that one silent target delays nobody else.';
COMMENT ON COLUMN office_address.office IS 'An agency code, or the name of an addressee above offices.';
COMMENT ON COLUMN office_address.may_be_private IS 'The operator allows an address inside the own network.';
COMMENT ON COLUMN office_address.secret IS 'Signs webhooks (Standard Webhooks, whsec_...).';
COMMENT ON COLUMN office_address.previous_secret IS 'Signs as well until previous_until, so that a receiver can change over.';
COMMENT ON COLUMN office_address.failures IS 'Failed tries in a row; the pause grows with them.';
COMMENT ON COLUMN office_address.held_until IS 'A dispatcher is sending there; when it dies, others take over from then on.';

CREATE TABLE message (
    id         uuid NOT NULL,
    office     text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    moment     timestamptz NOT NULL,
    day        date,
    items      jsonb,
    made_at    timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    CONSTRAINT message_pkey PRIMARY KEY (id),
    CONSTRAINT message_kind_known CHECK (kind IN ('notices', 'digest')),
    CONSTRAINT message_digest_has_day CHECK ((kind = 'digest') = (day IS NOT NULL AND items IS NOT NULL))
);
COMMENT ON TABLE message IS 'What an office is sent at one moment: its notices of that moment, or the digest of a day. The id is the idempotency key towards the outside.';
COMMENT ON COLUMN message.moment IS 'Business instant of its first notice.';
COMMENT ON COLUMN message.items IS 'A digest''s open items as they were at 07:30 of its day.';
COMMENT ON COLUMN message.not_before IS 'Quiet outside working hours (policy.quiet).';
-- inbox_digests
CREATE UNIQUE INDEX message_digest_once ON message (office, day) WHERE kind = 'digest';

CREATE TABLE dispatch (
    message     uuid NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    office      text COLLATE "C" NOT NULL,
    state       text COLLATE "C" NOT NULL DEFAULT 'pending',
    attempts    integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL,
    since       timestamptz NOT NULL,
    done_at     timestamptz,
    receipt     text COLLATE "C",
    last_error  text COLLATE "C",
    CONSTRAINT dispatch_pkey PRIMARY KEY (message, channel),
    CONSTRAINT dispatch_state_known CHECK (state IN ('pending', 'sent', 'dead')),
    CONSTRAINT dispatch_done_when_sent CHECK ((state = 'sent') = (done_at IS NOT NULL))
);
COMMENT ON TABLE dispatch IS 'A message on its way through one channel.';
COMMENT ON COLUMN dispatch.since IS 'When it became due; too long after that it is given up.';
COMMENT ON COLUMN dispatch.receipt IS 'What the receiving server answered.';
-- hold_targets, letters_held
CREATE INDEX dispatch_pending_idx ON dispatch (channel, office, next_try_at) WHERE state = 'pending';
-- dispatches with a state
CREATE INDEX dispatch_dead_idx ON dispatch (since) WHERE state = 'dead';

CREATE TABLE signature_check (
    sha256     text COLLATE "C" NOT NULL,
    office     text COLLATE "C" NOT NULL,
    result     jsonb NOT NULL,
    checked_at timestamptz NOT NULL,
    CONSTRAINT signature_check_pkey PRIMARY KEY (sha256, office)
);
COMMENT ON TABLE signature_check IS 'What the signatures inside a stored file say, as of the last check for that agency (evidence.signatures).';

CREATE TABLE inbound_letter (
    office      text COLLATE "C" NOT NULL,
    webhook_id  text COLLATE "C" NOT NULL,
    received_at timestamptz NOT NULL,
    outcome     text COLLATE "C" NOT NULL,
    digest      text COLLATE "C" NOT NULL,
    body        text COLLATE "C",
    id          bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT inbound_letter_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE inbound_letter IS 'Every letter that reached the inbound webhook, taken or refused.';
COMMENT ON COLUMN inbound_letter.outcome IS 'taken, repeated, or the reason of the refusal.';
COMMENT ON COLUMN inbound_letter.digest IS 'SHA-256 of the body as received.';
COMMENT ON COLUMN inbound_letter.body IS 'What was refused, its first characters.';
-- A webhook id is taken once per office; refusals are kept as often as they come.
CREATE UNIQUE INDEX inbound_letter_taken_once ON inbound_letter (office, webhook_id) WHERE outcome = 'taken';
-- inbound_refused
CREATE INDEX inbound_letter_received_at_idx ON inbound_letter (received_at);

CREATE TABLE inbound_key (
    office          text COLLATE "C" NOT NULL,
    secret          text COLLATE "C" NOT NULL,
    previous_secret text COLLATE "C",
    previous_until  timestamptz,
    set_at          timestamptz NOT NULL,
    set_by          text COLLATE "C" NOT NULL,
    CONSTRAINT inbound_key_pkey PRIMARY KEY (office)
);
COMMENT ON TABLE inbound_key IS 'What the system of an agency signs its letters with.';
