DROP INDEX api_token_by_person;
