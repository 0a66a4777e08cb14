DROP TABLE ticket_internal_change;
