CREATE TABLE reply_macro (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    then_status TEXT,
    is_shared BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL
);
