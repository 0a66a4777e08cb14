ALTER TABLE outbox DROP COLUMN uncertain_at;
