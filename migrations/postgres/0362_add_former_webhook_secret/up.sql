ALTER TABLE webhook ADD COLUMN former_secret JSONB;
