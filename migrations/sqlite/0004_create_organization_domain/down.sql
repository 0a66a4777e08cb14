DROP TABLE organization_domain;
