CREATE INDEX webhook_delivery_by_webhook_and_turn ON webhook_delivery (webhook_id, state, next_attempt_at);
