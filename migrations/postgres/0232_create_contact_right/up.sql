CREATE TABLE contact_right (
    person_id UUID PRIMARY KEY NOT NULL REFERENCES person (id),
    organization_id UUID NOT NULL REFERENCES organization (id),
    instructs TEXT,
    administers BOOLEAN NOT NULL
);
