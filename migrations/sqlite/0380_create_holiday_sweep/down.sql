DROP TABLE holiday_sweep;
