CREATE TABLE address_mark (
    address TEXT NOT NULL PRIMARY KEY,
    marked_at TIMESTAMPTZ NOT NULL,
    cleared_at TIMESTAMPTZ
);
