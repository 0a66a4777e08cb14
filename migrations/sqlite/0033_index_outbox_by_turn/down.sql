DROP INDEX outbox_by_turn;
