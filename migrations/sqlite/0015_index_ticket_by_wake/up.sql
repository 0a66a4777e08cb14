CREATE INDEX ticket_by_wake ON ticket (next_wake_at)
    WHERE next_wake_at IS NOT NULL;
