CREATE TABLE inbound_mail (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    raw TEXT NOT NULL UNIQUE REFERENCES blob (hash),
    size INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    attempts INTEGER NOT NULL,
    ticket_id TEXT REFERENCES ticket (id),
    next_read_at INTEGER
);
