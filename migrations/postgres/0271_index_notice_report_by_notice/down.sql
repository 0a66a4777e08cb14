DROP INDEX notice_report_by_notice;
