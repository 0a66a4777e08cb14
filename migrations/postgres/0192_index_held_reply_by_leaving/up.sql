CREATE INDEX held_reply_by_leaving ON held_reply (leaves_at);
