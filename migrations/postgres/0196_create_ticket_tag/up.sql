CREATE TABLE ticket_tag (
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket_id, tag)
);
