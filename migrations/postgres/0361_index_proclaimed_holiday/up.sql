CREATE UNIQUE INDEX proclaimed_holiday_standing ON proclaimed_holiday (contract_key, date) WHERE withdrawn_at IS NULL;
