CREATE INDEX mail_reference_by_mail ON mail_reference (inbound_mail_id);
