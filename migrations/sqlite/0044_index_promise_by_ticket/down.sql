DROP INDEX promise_by_ticket;
