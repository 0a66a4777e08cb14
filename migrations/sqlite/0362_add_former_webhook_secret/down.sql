ALTER TABLE webhook DROP COLUMN former_secret;
