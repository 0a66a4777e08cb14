CREATE INDEX outbox_by_claim ON outbox (claimed_by)
    WHERE claimed_by IS NOT NULL;
