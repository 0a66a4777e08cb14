CREATE TABLE ticket_link (
    from_id UUID NOT NULL REFERENCES ticket (id),
    to_id UUID NOT NULL REFERENCES ticket (id),
    relation TEXT NOT NULL,
    linked_by UUID NOT NULL REFERENCES person (id),
    linked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (from_id, to_id, relation)
);
