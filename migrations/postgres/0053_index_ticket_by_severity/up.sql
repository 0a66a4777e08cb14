CREATE INDEX ticket_by_severity ON ticket (severity, queue_order, number);
