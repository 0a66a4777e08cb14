CREATE TABLE ticket_internal_change (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES ticket (id),
    version BIGINT NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);
