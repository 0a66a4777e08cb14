CREATE TABLE organization_domain (
    domain TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id)
);
