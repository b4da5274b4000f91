-- Offices that are asked what they think of evidence see the assignment, as those asked for a contribution do;
-- and what an office has read of its inbox.

DROP INDEX event_asked_idx;
-- what an office may see: what it was asked about (screens.sql)
CREATE INDEX event_asked_idx ON event ((payload ->> 'to'), target) WHERE type IN ('ContributionRequested', 'OpinionRequested');

CREATE TABLE notice_read (
    notice  uuid NOT NULL,
    office  text COLLATE "C" NOT NULL,
    read_at timestamptz NOT NULL,
    read_by text COLLATE "C" NOT NULL,
    CONSTRAINT notice_read_pkey PRIMARY KEY (notice)
);
COMMENT ON TABLE notice_read IS 'Notices that somebody of the office has read in the inbox. Beside the log, so a rebuild of the outbox keeps it: ids of notices never change.';
COMMENT ON COLUMN notice_read.read_by IS 'The login of whoever was first; an inbox is the office''s, not a person''s.';
