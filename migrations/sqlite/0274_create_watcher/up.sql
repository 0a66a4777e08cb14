CREATE TABLE watcher (
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
