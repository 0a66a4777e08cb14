DROP INDEX breach_by_due;
