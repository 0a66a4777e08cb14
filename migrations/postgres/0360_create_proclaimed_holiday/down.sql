DROP TABLE proclaimed_holiday;
