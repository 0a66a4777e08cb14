CREATE TABLE organization (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    contract_key TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    team_id UUID REFERENCES team (id),
    created_at TIMESTAMPTZ NOT NULL
);
