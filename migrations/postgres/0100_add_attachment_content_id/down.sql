ALTER TABLE attachment DROP COLUMN content_id;
