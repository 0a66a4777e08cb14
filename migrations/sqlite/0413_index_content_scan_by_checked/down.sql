DROP INDEX content_scan_by_checked;
