CREATE INDEX held_reply_by_ticket ON held_reply (ticket_id, written_at);
