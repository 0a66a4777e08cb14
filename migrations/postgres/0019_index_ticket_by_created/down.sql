DROP INDEX ticket_by_created;
