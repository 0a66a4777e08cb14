DROP TABLE reply_macro;
