CREATE TABLE proclaimed_holiday (
    id TEXT NOT NULL PRIMARY KEY,
    contract_key TEXT NOT NULL,
    date TEXT NOT NULL,
    name TEXT NOT NULL,
    proclaimed_by TEXT NOT NULL REFERENCES person (id),
    proclaimed_at INTEGER NOT NULL,
    withdrawn_by TEXT REFERENCES person (id),
    withdrawn_at INTEGER
);
