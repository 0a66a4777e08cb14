CREATE TABLE held_reply (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    author_id UUID NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    then_status TEXT,
    files JSONB NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    leaves_at TIMESTAMPTZ NOT NULL
);
