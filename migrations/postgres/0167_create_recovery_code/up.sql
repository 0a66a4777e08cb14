CREATE TABLE recovery_code (
    person_id UUID NOT NULL REFERENCES person (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (person_id, digest)
);
