CREATE TABLE mailbox_state (
    name TEXT NOT NULL PRIMARY KEY,
    uid_validity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL
);
