CREATE INDEX ticket_by_requester ON ticket (requester_id, queue_order, number);
