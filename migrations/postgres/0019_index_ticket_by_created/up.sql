CREATE INDEX ticket_by_created ON ticket (created_at, number);
