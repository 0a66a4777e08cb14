-- SQLite can only make a table anew to change whether a column may be null, and with millions of notices that would keep
-- everybody from writing for minutes. What is stored stays the same, so that only the definition is changed
-- (https://www.sqlite.org/lang_altertable.html, section 8). The table that comes and goes tells other connections.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'ticket_id TEXT NOT NULL REFERENCES', 'ticket_id TEXT REFERENCES')
    WHERE type = 'table' AND name = 'outbox';
CREATE TABLE schema_has_changed (id INTEGER);
DROP TABLE schema_has_changed;
PRAGMA writable_schema = RESET;
