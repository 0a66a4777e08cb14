-- The detail is text, because JSONB would rewrite it, and the seal holds for the very letters.
CREATE TABLE audit_entry (
    number BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    person_id UUID,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id TEXT,
    detail TEXT NOT NULL,
    seal TEXT NOT NULL
);
