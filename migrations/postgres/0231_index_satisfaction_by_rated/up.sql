CREATE INDEX satisfaction_rated_idx ON satisfaction (rated_at, ticket_id);
