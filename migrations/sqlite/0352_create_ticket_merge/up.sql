CREATE TABLE ticket_merge (
    ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    into_id TEXT NOT NULL REFERENCES ticket (id),
    merged_by TEXT NOT NULL REFERENCES person (id),
    merged_at INTEGER NOT NULL,
    timers TEXT NOT NULL,
    watchers TEXT NOT NULL
);
