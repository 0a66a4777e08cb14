CREATE TABLE team (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    rota_id TEXT REFERENCES rota (id),
    created_at INTEGER NOT NULL
);
