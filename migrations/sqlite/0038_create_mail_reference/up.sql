CREATE TABLE mail_reference (
    message_id TEXT NOT NULL,
    inbound_mail_id TEXT NOT NULL REFERENCES inbound_mail (id),
    PRIMARY KEY (message_id, inbound_mail_id)
);
