DROP INDEX ticket_by_severity_rank;
