CREATE INDEX link_by_expiry ON link (expires_at);
