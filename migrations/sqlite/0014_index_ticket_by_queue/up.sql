CREATE INDEX ticket_by_queue ON ticket (queue_order, number);
