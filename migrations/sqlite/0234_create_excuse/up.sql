CREATE TABLE excuse (
    promise_id TEXT PRIMARY KEY NOT NULL REFERENCES promise (id),
    cause TEXT NOT NULL,
    evidence TEXT NOT NULL,
    excused_by TEXT NOT NULL REFERENCES person (id),
    excused_at INTEGER NOT NULL
);
