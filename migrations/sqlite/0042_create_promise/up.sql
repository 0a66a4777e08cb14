CREATE TABLE promise (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    clock TEXT NOT NULL,
    severity TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    due_at INTEGER,
    outcome TEXT NOT NULL,
    ended_at INTEGER
);
