CREATE TABLE bulk_line (
    bulk_change_id UUID NOT NULL REFERENCES bulk_change (id),
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    outcome JSONB NOT NULL,
    PRIMARY KEY (bulk_change_id, ticket_id)
);
