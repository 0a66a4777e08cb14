CREATE INDEX session_by_person ON session (person_id, created_at);
