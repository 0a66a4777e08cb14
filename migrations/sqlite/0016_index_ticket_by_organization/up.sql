CREATE INDEX ticket_by_organization ON ticket (organization_id, queue_order, number);
