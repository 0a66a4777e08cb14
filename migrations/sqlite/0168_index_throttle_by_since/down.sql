DROP INDEX throttle_by_since;
