CREATE INDEX blob_by_key ON blob (hash, key_id);
