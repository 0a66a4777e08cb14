CREATE TABLE satisfaction (
    ticket_id TEXT PRIMARY KEY NOT NULL REFERENCES ticket (id),
    verdict TEXT NOT NULL,
    comment TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    rated_at INTEGER NOT NULL
);
