CREATE INDEX person_by_team ON person (team_id, email);
