CREATE TABLE holiday_sweep (
    holiday_id TEXT NOT NULL PRIMARY KEY REFERENCES proclaimed_holiday (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    after_ticket TEXT
);
