CREATE INDEX ticket_by_severity_rank ON ticket (severity_rank, number);
