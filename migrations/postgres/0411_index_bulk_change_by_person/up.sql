CREATE INDEX bulk_change_by_person ON bulk_change (person_id, done_at);
