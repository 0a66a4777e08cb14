CREATE TABLE organization_domain (
    domain TEXT NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organization (id)
);
