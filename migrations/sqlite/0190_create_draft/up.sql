CREATE TABLE draft (
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    problem TEXT,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
