DROP INDEX bulk_change_by_person;
