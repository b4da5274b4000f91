-- Intake: reviews of documents that are not concluded yet, and the certificates of those that are.

CREATE TABLE intake_draft (
    id              text COLLATE "C" NOT NULL,
    document_sha256 text COLLATE "C" NOT NULL,
    version         integer NOT NULL,
    name            text COLLATE "C" NOT NULL,
    number          text COLLATE "C",
    title           text COLLATE "C",
    review          jsonb NOT NULL,
    opened_by       text COLLATE "C" NOT NULL,
    opened_at       timestamptz NOT NULL,
    saved_by        text COLLATE "C" NOT NULL,
    saved_at        timestamptz NOT NULL,
    CONSTRAINT intake_draft_pkey PRIMARY KEY (id),
    CONSTRAINT intake_draft_document_once UNIQUE (document_sha256)
);
COMMENT ON TABLE intake_draft IS 'A review that a person works on; one for each document. It ends when the conclusion is started, or is discarded.';
COMMENT ON COLUMN intake_draft.id IS 'The first twelve digits of the document''s hash.';
COMMENT ON COLUMN intake_draft.version IS 'Rises by one with each saving; who saves names the version he saw, another one is a conflict.';
COMMENT ON COLUMN intake_draft.review IS 'The review with the text it is about (intake.review.stored).';
COMMENT ON COLUMN intake_draft.saved_by IS 'Who saved this version; shown to whoever comes too late.';
COMMENT ON COLUMN intake_draft.saved_at IS 'Real instant of the saving.';

CREATE TABLE intake_certificate (
    ref             text COLLATE "C" NOT NULL,
    document_sha256 text COLLATE "C" NOT NULL,
    certificate     json NOT NULL,
    text            text COLLATE "C" NOT NULL,
    office          text COLLATE "C" NOT NULL,
    approved_by     text COLLATE "C" NOT NULL,
    approved_at     timestamptz NOT NULL,
    CONSTRAINT intake_certificate_pkey PRIMARY KEY (ref),
    CONSTRAINT intake_certificate_conclusion_fkey FOREIGN KEY (ref) REFERENCES conclusion (ref)
);
COMMENT ON TABLE intake_certificate IS 'The completeness certificate of a conclusion that was taken in from a document, with the text it speaks of.';
COMMENT ON COLUMN intake_certificate.document_sha256 IS 'Hash of the document''s file; the same file again is noticed by it.';
COMMENT ON COLUMN intake_certificate.certificate IS 'As sealed (intake.certificate); checked against text and file by dondoc intake verify.';
COMMENT ON COLUMN intake_certificate.approved_at IS 'Real instant of the approval.';
