DROP TABLE ticket_number;
