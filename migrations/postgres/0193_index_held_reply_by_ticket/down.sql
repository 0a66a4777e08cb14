DROP INDEX held_reply_by_ticket;
