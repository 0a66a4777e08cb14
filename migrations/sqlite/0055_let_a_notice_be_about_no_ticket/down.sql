DELETE FROM outbox WHERE ticket_id IS NULL;
-- SQLite cannot change whether a column may be null: the table is made anew.
CREATE TABLE outbox_rebuilt (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    recipient TEXT NOT NULL,
    label TEXT NOT NULL,
    notice TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
);
INSERT INTO outbox_rebuilt SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_rebuilt RENAME TO outbox;
CREATE INDEX outbox_by_turn ON outbox (state, priority, next_attempt_at, sequence);
CREATE INDEX outbox_by_next_attempt ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient, label, created_at);
CREATE INDEX outbox_by_ticket ON outbox (ticket_id, sequence);
CREATE INDEX outbox_by_message_id ON outbox (message_id);
