CREATE TABLE draft (
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    problem TEXT,
    saved_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
