DROP INDEX ticket_by_assignee;
