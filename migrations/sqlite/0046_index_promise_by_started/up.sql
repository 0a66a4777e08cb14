CREATE INDEX promise_by_started ON promise (started_at, id);
