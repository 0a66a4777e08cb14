CREATE TABLE ticket_snooze (
    ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    snoozed_until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    snoozed_at INTEGER NOT NULL,
    woken_at INTEGER,
    woken_by TEXT
);
