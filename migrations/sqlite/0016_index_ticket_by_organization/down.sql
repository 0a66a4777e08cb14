DROP INDEX ticket_by_organization;
