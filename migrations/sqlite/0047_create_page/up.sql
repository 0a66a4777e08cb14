CREATE TABLE page (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    chain_started_at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    person_id TEXT REFERENCES person (id),
    why TEXT NOT NULL,
    paged_at INTEGER NOT NULL,
    taken_at INTEGER,
    taken_by TEXT REFERENCES person (id),
    UNIQUE (ticket_id, chain_started_at, step)
);
