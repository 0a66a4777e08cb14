CREATE TABLE holiday_sweep (
    holiday_id UUID NOT NULL PRIMARY KEY REFERENCES proclaimed_holiday (id),
    person_id UUID NOT NULL REFERENCES person (id),
    after_ticket UUID
);
