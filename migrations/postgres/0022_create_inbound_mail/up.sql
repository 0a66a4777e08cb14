CREATE TABLE inbound_mail (
    id UUID NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    raw TEXT NOT NULL UNIQUE REFERENCES blob (hash),
    size BIGINT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    attempts INTEGER NOT NULL,
    ticket_id UUID REFERENCES ticket (id),
    next_read_at TIMESTAMPTZ
);
