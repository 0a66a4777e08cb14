ALTER TABLE message DROP COLUMN unread;
