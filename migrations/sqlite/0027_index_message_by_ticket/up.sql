CREATE INDEX message_by_ticket ON message (ticket_id, created_at, sequence);
