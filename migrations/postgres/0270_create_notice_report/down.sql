DROP TABLE notice_report;
