DROP INDEX blob_by_key;
