CREATE INDEX content_scan_by_checked ON content_scan (checked_at);
