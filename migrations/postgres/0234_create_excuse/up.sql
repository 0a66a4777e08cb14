CREATE TABLE excuse (
    promise_id UUID PRIMARY KEY NOT NULL REFERENCES promise (id),
    cause TEXT NOT NULL,
    evidence TEXT NOT NULL,
    excused_by UUID NOT NULL REFERENCES person (id),
    excused_at TIMESTAMPTZ NOT NULL
);
