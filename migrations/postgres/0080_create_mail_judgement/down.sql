DROP TABLE mail_judgement;
