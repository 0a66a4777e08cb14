DROP TABLE ticket_merge;
