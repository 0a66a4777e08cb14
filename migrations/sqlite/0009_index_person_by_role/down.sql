DROP INDEX person_by_role;
