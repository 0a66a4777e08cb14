ALTER TABLE webhook DROP COLUMN former_until;
