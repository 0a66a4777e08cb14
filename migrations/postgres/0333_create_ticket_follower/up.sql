CREATE TABLE ticket_follower (
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    person_id UUID NOT NULL REFERENCES person (id),
    followed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
