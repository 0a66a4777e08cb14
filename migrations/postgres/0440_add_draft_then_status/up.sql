ALTER TABLE draft ADD COLUMN then_status TEXT;
