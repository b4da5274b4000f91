-- Lists that people keep: filters, columns and density under a name. They follow from nothing, so nothing rebuilds them.

CREATE TABLE list_view (
    login   text COLLATE "C" NOT NULL,
    name    text COLLATE "C" NOT NULL,
    query   text COLLATE "C" NOT NULL,
    office  text COLLATE "C",
    kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT list_view_pkey PRIMARY KEY (login, name),
    CONSTRAINT list_view_account_fkey FOREIGN KEY (login) REFERENCES account (login),
    CONSTRAINT list_view_short CHECK (length(name) <= 60 AND length(query) <= 2000)
);
COMMENT ON TABLE list_view IS 'The list of assignments as an account wants it back. Only filters are kept, never rows: whoever opens it sees what they may see.';
COMMENT ON COLUMN list_view.name IS 'Empty: the columns and density that hold for this account where an address names none.';
COMMENT ON COLUMN list_view.query IS 'Filters, columns and density as they stand in the address.';
COMMENT ON COLUMN list_view.office IS 'The office whose people are offered it too; null: its owner alone.';
-- views_for: what colleagues share
CREATE INDEX list_view_office_idx ON list_view (office, name) WHERE office IS NOT NULL;
