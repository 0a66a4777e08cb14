CREATE TABLE notice_report (
    id TEXT NOT NULL PRIMARY KEY,
    outbox_id TEXT NOT NULL REFERENCES outbox (id),
    inbound_mail_id TEXT REFERENCES inbound_mail (id),
    recipient TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    said TEXT NOT NULL,
    reported_at INTEGER NOT NULL
);
