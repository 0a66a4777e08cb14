CREATE INDEX throttle_by_since ON throttle (since);
