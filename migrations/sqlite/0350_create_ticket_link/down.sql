DROP TABLE ticket_link;
