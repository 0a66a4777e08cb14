ALTER TABLE webhook ADD COLUMN former_until INTEGER;
