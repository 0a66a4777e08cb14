CREATE INDEX promise_by_ended ON promise (ended_at, id)
    WHERE ended_at IS NOT NULL;
