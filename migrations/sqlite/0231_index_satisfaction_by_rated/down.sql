DROP INDEX satisfaction_rated_idx;
