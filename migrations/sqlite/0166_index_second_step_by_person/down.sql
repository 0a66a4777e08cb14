DROP INDEX second_step_by_person;
