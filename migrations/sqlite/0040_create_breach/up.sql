CREATE TABLE breach (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    clock TEXT NOT NULL,
    severity TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    met_at INTEGER,
    UNIQUE (ticket_id, clock, due_at)
);
