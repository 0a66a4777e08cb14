CREATE TABLE bulk_line (
    bulk_change_id TEXT NOT NULL REFERENCES bulk_change (id),
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    outcome TEXT NOT NULL,
    PRIMARY KEY (bulk_change_id, ticket_id)
);
