CREATE TABLE contract_version (
    id UUID NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    files JSONB NOT NULL,
    effective_from TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID REFERENCES person (id),
    UNIQUE (key, number)
);
