CREATE INDEX person_by_organization ON person (organization_id, email);
