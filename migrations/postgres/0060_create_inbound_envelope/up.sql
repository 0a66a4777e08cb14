CREATE TABLE inbound_envelope (
    inbound_mail_id UUID NOT NULL PRIMARY KEY REFERENCES inbound_mail (id) ON DELETE CASCADE,
    envelope JSONB NOT NULL
);
