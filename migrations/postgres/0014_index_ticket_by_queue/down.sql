DROP INDEX ticket_by_queue;
