DROP INDEX outbox_by_ticket;
