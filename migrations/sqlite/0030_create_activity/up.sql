CREATE TABLE activity (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    person_id TEXT REFERENCES person (id),
    kind TEXT NOT NULL
);
