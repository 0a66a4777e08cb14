DROP TABLE shortened_mail;
