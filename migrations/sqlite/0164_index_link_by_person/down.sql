DROP INDEX link_by_person;
