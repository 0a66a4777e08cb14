CREATE INDEX breach_by_due ON breach (due_at, id);
