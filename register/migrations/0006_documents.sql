-- Intake: the files themselves, so that people compare proposals with the picture; reading as a job that outlives its process.

CREATE TABLE intake_document (
    sha256     text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    content    bytea NOT NULL,
    places     json,
    taken_by   text COLLATE "C" NOT NULL,
    taken_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT intake_document_pkey PRIMARY KEY (sha256)
);
ALTER TABLE intake_document ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE intake_document IS 'A document that was taken in, as it was given (20 MB at most); it goes when its draft is discarded and stays with its conclusion.';
COMMENT ON COLUMN intake_document.content IS 'Stored as it is: PDF and DOCX are packed already.';
COMMENT ON COLUMN intake_document.places IS 'For a PDF, one entry a page: whether it is a scan, and where each word of the text stands on it (intake.places). Null until it is read, and for other kinds.';

CREATE TABLE intake_job (
    id        text COLLATE "C" NOT NULL,
    sha256    text COLLATE "C" NOT NULL,
    name      text COLLATE "C" NOT NULL,
    office    text COLLATE "C" NOT NULL,
    opened_by text COLLATE "C" NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    state     text COLLATE "C" NOT NULL DEFAULT 'reading',
    step      text COLLATE "C" NOT NULL DEFAULT 'pages',
    done      integer NOT NULL DEFAULT 0,
    whole     integer NOT NULL DEFAULT 0,
    beat_at   timestamptz,
    ended_at  timestamptz,
    failure   json,
    CONSTRAINT intake_job_pkey PRIMARY KEY (id),
    CONSTRAINT intake_job_state_known CHECK (state IN ('reading', 'done', 'failed', 'cancelled'))
);
CREATE INDEX intake_job_open_idx ON intake_job (office, opened_at DESC);
COMMENT ON TABLE intake_job IS 'The reading of one document. Whoever finds one that nobody works on goes on with it, at the page where it stopped. The line stays when the document goes.';
COMMENT ON COLUMN intake_job.beat_at IS 'When the process that reads was last seen; null or old: nobody works on it.';
COMMENT ON COLUMN intake_job.failure IS 'Why it was not taken in: code and said of the refusal (intake.refusals).';
COMMENT ON INDEX intake_job_open_idx IS 'jobs_of_office: the list of intake.';

CREATE TABLE intake_page (
    sha256 text COLLATE "C" NOT NULL,
    page   integer NOT NULL,
    said   json NOT NULL,
    CONSTRAINT intake_page_pkey PRIMARY KEY (sha256, page),
    CONSTRAINT intake_page_document_fkey FOREIGN KEY (sha256) REFERENCES intake_document (sha256) ON DELETE CASCADE
);
COMMENT ON TABLE intake_page IS 'Pages that were read while a job goes on; removed when it has ended.';
COMMENT ON COLUMN intake_page.said IS 'Lines, words and boxes (intake.readers.pages).';
