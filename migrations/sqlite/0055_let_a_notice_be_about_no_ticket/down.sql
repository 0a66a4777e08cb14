DELETE FROM outbox WHERE ticket_id IS NULL;
-- As in up.sql: no row is touched.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'ticket_id TEXT REFERENCES', 'ticket_id TEXT NOT NULL REFERENCES')
    WHERE type = 'table' AND name = 'outbox';
CREATE TABLE schema_has_changed (id INTEGER);
DROP TABLE schema_has_changed;
PRAGMA writable_schema = RESET;
