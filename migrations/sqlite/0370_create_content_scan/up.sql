CREATE TABLE content_scan (
    hash TEXT NOT NULL PRIMARY KEY REFERENCES blob (hash) ON DELETE CASCADE,
    state TEXT NOT NULL,
    signature TEXT,
    turn_at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    error TEXT,
    checked_at INTEGER
);
