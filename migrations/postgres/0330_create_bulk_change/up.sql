CREATE TABLE bulk_change (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    request_key TEXT,
    fingerprint TEXT,
    done_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ,
    UNIQUE (person_id, request_key)
);
