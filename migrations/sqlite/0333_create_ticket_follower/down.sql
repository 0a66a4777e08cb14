DROP TABLE ticket_follower;
