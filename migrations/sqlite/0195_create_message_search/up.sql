CREATE VIRTUAL TABLE message_search USING fts5 (subject, text, content = '', contentless_delete = 1);
CREATE TRIGGER message_search_forgets AFTER DELETE ON message BEGIN
    DELETE FROM message_search WHERE rowid = old.sequence;
END;
INSERT INTO setting (key, value) SELECT 'search_backlog', CAST(MAX(sequence) AS TEXT) FROM message HAVING MAX(sequence) > 0;
