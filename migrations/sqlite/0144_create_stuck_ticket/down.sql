DROP TABLE stuck_ticket;
