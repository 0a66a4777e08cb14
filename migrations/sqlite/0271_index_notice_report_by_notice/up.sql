CREATE INDEX notice_report_by_notice ON notice_report (outbox_id);
