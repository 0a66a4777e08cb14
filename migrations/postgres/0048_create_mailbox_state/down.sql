DROP TABLE mailbox_state;
