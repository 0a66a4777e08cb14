DROP TABLE content_scan;
