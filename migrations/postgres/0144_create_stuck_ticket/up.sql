CREATE TABLE stuck_ticket (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES ticket (id),
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    next_try_at TIMESTAMPTZ NOT NULL
);
