CREATE TABLE message_search (
    message_id UUID NOT NULL PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    document TSVECTOR NOT NULL
);
CREATE INDEX message_search_by_word ON message_search USING gin (document);
INSERT INTO setting (key, value) SELECT 'search_backlog', to_jsonb(MAX(sequence)) FROM message HAVING MAX(sequence) > 0;
