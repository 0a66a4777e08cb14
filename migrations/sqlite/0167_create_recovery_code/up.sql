CREATE TABLE recovery_code (
    person_id TEXT NOT NULL REFERENCES person (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (person_id, digest)
);
