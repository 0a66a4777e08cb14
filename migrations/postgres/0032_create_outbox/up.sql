CREATE TABLE outbox (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    recipient TEXT NOT NULL,
    label TEXT NOT NULL,
    notice JSONB NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ
);
