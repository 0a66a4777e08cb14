CREATE TABLE webhook_delivery (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhook (id),
    event TEXT NOT NULL,
    ticket_id UUID REFERENCES ticket (id),
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    delivered_at TIMESTAMPTZ,
    last_status INTEGER,
    last_error TEXT
);
