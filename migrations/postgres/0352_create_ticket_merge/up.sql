CREATE TABLE ticket_merge (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES ticket (id),
    into_id UUID NOT NULL REFERENCES ticket (id),
    merged_by UUID NOT NULL REFERENCES person (id),
    merged_at TIMESTAMPTZ NOT NULL,
    timers JSONB NOT NULL,
    watchers JSONB NOT NULL
);
