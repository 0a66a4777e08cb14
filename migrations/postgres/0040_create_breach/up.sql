CREATE TABLE breach (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    clock TEXT NOT NULL,
    severity TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    met_at TIMESTAMPTZ,
    UNIQUE (ticket_id, clock, due_at)
);
