CREATE TABLE saved_view (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
