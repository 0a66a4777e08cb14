DROP INDEX held_reply_by_leaving;
