DROP INDEX message_by_ticket;
