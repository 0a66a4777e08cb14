CREATE INDEX inbound_mail_by_state ON inbound_mail (state, id);
