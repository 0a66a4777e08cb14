CREATE TABLE ticket_tag (
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket_id, tag)
);
