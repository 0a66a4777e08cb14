DROP INDEX ticket_by_updated;
