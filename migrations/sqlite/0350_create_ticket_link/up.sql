CREATE TABLE ticket_link (
    from_id TEXT NOT NULL REFERENCES ticket (id),
    to_id TEXT NOT NULL REFERENCES ticket (id),
    relation TEXT NOT NULL,
    linked_by TEXT NOT NULL REFERENCES person (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (from_id, to_id, relation)
);
