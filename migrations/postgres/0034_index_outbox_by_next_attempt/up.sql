CREATE INDEX outbox_by_next_attempt ON outbox (state, next_attempt_at);
