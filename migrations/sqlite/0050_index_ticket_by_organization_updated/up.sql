CREATE INDEX ticket_by_organization_updated ON ticket (organization_id, updated_at, number);
