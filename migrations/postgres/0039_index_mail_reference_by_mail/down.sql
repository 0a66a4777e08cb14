DROP INDEX mail_reference_by_mail;
