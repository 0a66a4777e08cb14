CREATE INDEX ticket_by_assignee ON ticket (assignee_id, queue_order, number);
