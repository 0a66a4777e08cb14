CREATE INDEX webhook_delivery_by_turn ON webhook_delivery (state, next_attempt_at);
