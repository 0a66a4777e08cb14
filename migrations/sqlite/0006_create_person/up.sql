CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organization_id TEXT REFERENCES organization (id),
    team_id TEXT REFERENCES team (id),
    time_zone TEXT NOT NULL,
    receives_breach_notices BOOLEAN NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    password_hash TEXT,
    token_generation INTEGER NOT NULL DEFAULT 0
);
