CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    message_id UUID NOT NULL REFERENCES message (id),
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content TEXT NOT NULL REFERENCES blob (hash),
    size BIGINT NOT NULL
);
