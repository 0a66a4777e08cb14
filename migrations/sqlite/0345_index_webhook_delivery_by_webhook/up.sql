CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, sequence);
