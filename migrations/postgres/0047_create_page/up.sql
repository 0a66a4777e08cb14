CREATE TABLE page (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    chain_started_at TIMESTAMPTZ NOT NULL,
    step INTEGER NOT NULL,
    person_id UUID REFERENCES person (id),
    why TEXT NOT NULL,
    paged_at TIMESTAMPTZ NOT NULL,
    taken_at TIMESTAMPTZ,
    taken_by UUID REFERENCES person (id),
    UNIQUE (ticket_id, chain_started_at, step)
);
