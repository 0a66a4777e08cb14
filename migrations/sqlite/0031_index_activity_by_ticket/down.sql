DROP INDEX activity_by_ticket;
