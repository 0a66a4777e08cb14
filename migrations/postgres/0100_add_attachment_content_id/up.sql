ALTER TABLE attachment ADD COLUMN content_id TEXT;
