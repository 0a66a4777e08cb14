CREATE TABLE backup_run (
    due_at TIMESTAMPTZ NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    file TEXT,
    bytes BIGINT,
    error TEXT
);
