CREATE TABLE notice_report (
    id UUID NOT NULL PRIMARY KEY,
    outbox_id UUID NOT NULL REFERENCES outbox (id),
    inbound_mail_id UUID REFERENCES inbound_mail (id),
    recipient TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    said TEXT NOT NULL,
    reported_at TIMESTAMPTZ NOT NULL
);
