DROP INDEX ticket_follower_by_person;
