DROP TABLE notice_template;
