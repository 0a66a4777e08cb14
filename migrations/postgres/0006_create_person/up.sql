CREATE TABLE person (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organization_id UUID REFERENCES organization (id),
    team_id UUID REFERENCES team (id),
    time_zone TEXT NOT NULL,
    receives_breach_notices BOOLEAN NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    password_hash TEXT,
    token_generation BIGINT NOT NULL DEFAULT 0
);
