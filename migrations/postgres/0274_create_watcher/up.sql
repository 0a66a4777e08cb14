CREATE TABLE watcher (
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    person_id UUID NOT NULL REFERENCES person (id),
    added_by UUID NOT NULL REFERENCES person (id),
    added_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
