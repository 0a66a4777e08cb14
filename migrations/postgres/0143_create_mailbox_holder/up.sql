CREATE TABLE mailbox_holder (
    name TEXT NOT NULL PRIMARY KEY,
    node_id UUID NOT NULL
);
