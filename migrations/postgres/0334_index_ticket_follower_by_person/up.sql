CREATE INDEX ticket_follower_by_person ON ticket_follower (person_id, ticket_id);
