CREATE TABLE activity (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES ticket (id),
    at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    person_id UUID REFERENCES person (id),
    kind JSONB NOT NULL
);
