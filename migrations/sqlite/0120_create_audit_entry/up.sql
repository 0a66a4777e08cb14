CREATE TABLE audit_entry (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    person_id TEXT,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id TEXT,
    detail TEXT NOT NULL,
    seal TEXT NOT NULL
);
