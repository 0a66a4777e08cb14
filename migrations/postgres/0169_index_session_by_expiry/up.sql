CREATE INDEX session_by_expiry ON session (expires_at);
