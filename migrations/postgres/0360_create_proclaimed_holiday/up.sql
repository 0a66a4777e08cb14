CREATE TABLE proclaimed_holiday (
    id UUID NOT NULL PRIMARY KEY,
    contract_key TEXT NOT NULL,
    date TEXT NOT NULL,
    name TEXT NOT NULL,
    proclaimed_by UUID NOT NULL REFERENCES person (id),
    proclaimed_at TIMESTAMPTZ NOT NULL,
    withdrawn_by UUID REFERENCES person (id),
    withdrawn_at TIMESTAMPTZ
);
