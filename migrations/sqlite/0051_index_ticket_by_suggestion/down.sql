DROP INDEX ticket_by_suggestion;
