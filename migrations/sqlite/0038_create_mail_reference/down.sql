DROP TABLE mail_reference;
