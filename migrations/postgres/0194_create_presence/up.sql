CREATE TABLE presence (
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    person_id UUID NOT NULL REFERENCES person (id),
    doing TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
