CREATE INDEX notice_report_by_recipient ON notice_report (recipient, reported_at);
