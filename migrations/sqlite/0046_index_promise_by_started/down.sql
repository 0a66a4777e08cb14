DROP INDEX promise_by_started;
