CREATE UNIQUE INDEX promise_ticket_id_clock_key ON promise (ticket_id, clock)
    WHERE ended_at IS NULL;
