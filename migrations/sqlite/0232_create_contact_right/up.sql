CREATE TABLE contact_right (
    person_id TEXT PRIMARY KEY NOT NULL REFERENCES person (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    instructs TEXT,
    administers BOOLEAN NOT NULL
);
