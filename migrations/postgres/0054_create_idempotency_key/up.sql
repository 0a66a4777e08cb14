CREATE TABLE idempotency_key (
    person_id UUID NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    ticket_id UUID REFERENCES ticket (id),
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, key)
);
