CREATE TABLE shortened_mail (
    inbound_mail_id UUID NOT NULL PRIMARY KEY REFERENCES inbound_mail (id) ON DELETE CASCADE,
    size BIGINT NOT NULL
);
