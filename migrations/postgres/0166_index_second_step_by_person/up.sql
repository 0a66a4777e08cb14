CREATE INDEX second_step_by_person ON second_step (person_id, created_at);
