CREATE INDEX promise_by_ticket ON promise (ticket_id, started_at);
