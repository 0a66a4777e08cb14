CREATE TABLE ticket_internal_change (
    ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    version INTEGER NOT NULL,
    known_at INTEGER NOT NULL
);
