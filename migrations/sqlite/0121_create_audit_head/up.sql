-- One row: the number of the last entry, its seal, and a seal over both.
CREATE TABLE audit_head (
    id INTEGER NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    entry_seal TEXT NOT NULL,
    seal TEXT NOT NULL
);
INSERT INTO audit_head (id, number, entry_seal, seal) VALUES (1, 0, '', '');
