CREATE TABLE ticket_follower (
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    followed_at INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
