CREATE INDEX ticket_by_suggestion ON ticket (queue_order, number)
    WHERE suggested_severity IS NOT NULL;
