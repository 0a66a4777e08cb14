CREATE TABLE backup_run (
    due_at INTEGER NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    file TEXT,
    bytes INTEGER,
    error TEXT
);
