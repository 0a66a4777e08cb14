DROP TABLE mail_choice;
