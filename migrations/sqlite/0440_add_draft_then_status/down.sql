ALTER TABLE draft DROP COLUMN then_status;
