CREATE TABLE address_mark (
    address TEXT NOT NULL PRIMARY KEY,
    marked_at INTEGER NOT NULL,
    cleared_at INTEGER
);
