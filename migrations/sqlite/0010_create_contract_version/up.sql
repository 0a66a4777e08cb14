CREATE TABLE contract_version (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    files TEXT NOT NULL,
    effective_from INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT REFERENCES person (id),
    UNIQUE (key, number)
);
