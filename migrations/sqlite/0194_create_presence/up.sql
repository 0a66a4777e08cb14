CREATE TABLE presence (
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    doing TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
