ALTER TABLE outbox DROP COLUMN under_way_since;
