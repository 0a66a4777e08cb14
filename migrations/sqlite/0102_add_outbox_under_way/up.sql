ALTER TABLE outbox ADD COLUMN under_way_since INTEGER;
