CREATE TABLE attachment (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    message_id TEXT NOT NULL REFERENCES message (id),
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content TEXT NOT NULL REFERENCES blob (hash),
    size INTEGER NOT NULL
);
