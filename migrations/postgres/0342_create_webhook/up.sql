CREATE TABLE webhook (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    events JSONB NOT NULL,
    organization_id UUID REFERENCES organization (id),
    secret JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    failing_since TIMESTAMPTZ,
    paused_at TIMESTAMPTZ
);
