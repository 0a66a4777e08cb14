CREATE INDEX person_by_role ON person (role, email);
