CREATE INDEX contact_right_organization_idx ON contact_right (organization_id);
