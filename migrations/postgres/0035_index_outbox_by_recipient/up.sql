CREATE INDEX outbox_by_recipient ON outbox (recipient, label, created_at);
