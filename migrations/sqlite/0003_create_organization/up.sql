CREATE TABLE organization (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    contract_key TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    team_id TEXT REFERENCES team (id),
    created_at INTEGER NOT NULL
);
