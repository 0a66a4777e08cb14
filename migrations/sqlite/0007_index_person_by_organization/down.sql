DROP INDEX person_by_organization;
