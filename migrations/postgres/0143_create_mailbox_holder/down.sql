DROP TABLE mailbox_holder;
