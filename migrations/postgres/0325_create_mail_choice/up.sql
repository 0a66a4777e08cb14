CREATE TABLE mail_choice (
    person_id UUID NOT NULL REFERENCES person (id),
    mail TEXT NOT NULL,
    is_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, mail)
);
