DROP INDEX outbox_by_next_attempt;
