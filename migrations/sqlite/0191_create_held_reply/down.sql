DROP TABLE held_reply;
