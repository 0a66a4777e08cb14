CREATE INDEX outbox_by_message_id ON outbox (message_id);
