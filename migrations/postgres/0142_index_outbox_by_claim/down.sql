DROP INDEX outbox_by_claim;
