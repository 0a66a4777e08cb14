CREATE INDEX outbox_by_ticket ON outbox (ticket_id, sequence);
