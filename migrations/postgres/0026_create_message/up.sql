CREATE TABLE message (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    author_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT,
    inbound_mail_id UUID REFERENCES inbound_mail (id),
    created_at TIMESTAMPTZ NOT NULL
);
