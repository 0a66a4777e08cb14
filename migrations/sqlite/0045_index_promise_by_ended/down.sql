DROP INDEX promise_by_ended;
