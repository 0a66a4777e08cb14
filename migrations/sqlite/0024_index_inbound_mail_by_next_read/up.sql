CREATE INDEX inbound_mail_by_next_read ON inbound_mail (next_read_at)
    WHERE next_read_at IS NOT NULL;
