CREATE INDEX link_by_person ON link (person_id, purpose);
