CREATE TABLE stuck_ticket (
    ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    since INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL
);
