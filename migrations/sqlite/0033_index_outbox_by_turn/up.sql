CREATE INDEX outbox_by_turn ON outbox (state, priority, next_attempt_at, sequence);
