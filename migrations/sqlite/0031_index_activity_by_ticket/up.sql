CREATE INDEX activity_by_ticket ON activity (ticket_id, at, sequence);
