DROP TABLE mailbox_token;
