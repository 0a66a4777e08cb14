CREATE TABLE inbound_envelope (
    inbound_mail_id TEXT NOT NULL PRIMARY KEY REFERENCES inbound_mail (id) ON DELETE CASCADE,
    envelope TEXT NOT NULL
);
