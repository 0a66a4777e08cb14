CREATE INDEX api_token_by_person ON api_token (person_id);
