CREATE TABLE ticket_snooze (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES ticket (id),
    person_id UUID NOT NULL REFERENCES person (id),
    snoozed_until TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL,
    snoozed_at TIMESTAMPTZ NOT NULL,
    woken_at TIMESTAMPTZ,
    woken_by TEXT
);
