CREATE TABLE held_reply (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    author_id TEXT NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    then_status TEXT,
    files TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    leaves_at INTEGER NOT NULL
);
