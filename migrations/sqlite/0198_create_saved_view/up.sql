CREATE TABLE saved_view (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL
);
