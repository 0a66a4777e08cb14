CREATE TABLE satisfaction (
    ticket_id UUID PRIMARY KEY NOT NULL REFERENCES ticket (id),
    verdict TEXT NOT NULL,
    comment TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    rated_at TIMESTAMPTZ NOT NULL
);
