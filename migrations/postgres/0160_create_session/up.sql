CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    generation BIGINT NOT NULL,
    rotation BIGINT NOT NULL,
    rotated_at TIMESTAMPTZ NOT NULL,
    browser TEXT NOT NULL,
    address TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
