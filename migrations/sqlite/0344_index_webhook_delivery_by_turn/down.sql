DROP INDEX webhook_delivery_by_turn;
