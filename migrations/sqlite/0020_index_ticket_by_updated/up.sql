CREATE INDEX ticket_by_updated ON ticket (updated_at, number);
