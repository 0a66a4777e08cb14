CREATE TABLE mail_judgement (
    inbound_mail_id TEXT NOT NULL PRIMARY KEY REFERENCES inbound_mail (id),
    judgement TEXT NOT NULL
);
