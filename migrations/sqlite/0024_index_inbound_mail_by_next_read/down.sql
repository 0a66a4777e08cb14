DROP INDEX inbound_mail_by_next_read;
