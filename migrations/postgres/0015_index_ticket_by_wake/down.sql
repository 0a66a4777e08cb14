DROP INDEX ticket_by_wake;
