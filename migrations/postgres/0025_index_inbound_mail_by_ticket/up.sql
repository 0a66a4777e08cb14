CREATE INDEX inbound_mail_by_ticket ON inbound_mail (ticket_id);
