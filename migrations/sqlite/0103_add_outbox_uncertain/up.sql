ALTER TABLE outbox ADD COLUMN uncertain_at INTEGER;
