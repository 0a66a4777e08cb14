CREATE TABLE bulk_change (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    request_key TEXT,
    fingerprint TEXT,
    done_at INTEGER NOT NULL,
    undone_at INTEGER,
    UNIQUE (person_id, request_key)
);
