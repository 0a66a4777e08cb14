DROP INDEX outbox_by_message_id;
