DROP TABLE ticket_snooze;
