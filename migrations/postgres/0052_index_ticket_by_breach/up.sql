CREATE INDEX ticket_by_breach ON ticket (queue_order, number)
    WHERE breach_count > 0;
