DROP INDEX attachment_by_ticket;
