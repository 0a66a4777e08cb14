DROP INDEX session_by_expiry;
