CREATE TABLE message (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    author_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT,
    inbound_mail_id TEXT REFERENCES inbound_mail (id),
    created_at INTEGER NOT NULL
);
