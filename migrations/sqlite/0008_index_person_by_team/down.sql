DROP INDEX person_by_team;
