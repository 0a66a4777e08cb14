DROP INDEX ticket_by_requester;
