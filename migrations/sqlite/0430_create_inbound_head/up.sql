CREATE TABLE inbound_head (
    inbound_mail_id TEXT NOT NULL PRIMARY KEY REFERENCES inbound_mail (id) ON DELETE CASCADE,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL
);
