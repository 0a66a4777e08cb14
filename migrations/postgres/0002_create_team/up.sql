CREATE TABLE team (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    rota_id UUID REFERENCES rota (id),
    created_at TIMESTAMPTZ NOT NULL
);
