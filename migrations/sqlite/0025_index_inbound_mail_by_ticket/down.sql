DROP INDEX inbound_mail_by_ticket;
