CREATE TABLE mail_judgement (
    inbound_mail_id UUID NOT NULL PRIMARY KEY REFERENCES inbound_mail (id),
    judgement JSONB NOT NULL
);
