DROP INDEX ticket_by_breach;
