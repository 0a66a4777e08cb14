CREATE INDEX attachment_by_ticket ON attachment (ticket_id, id);
