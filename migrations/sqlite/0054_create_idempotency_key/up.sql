CREATE TABLE idempotency_key (
    person_id TEXT NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    ticket_id TEXT REFERENCES ticket (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
);
