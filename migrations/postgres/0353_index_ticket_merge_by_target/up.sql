CREATE INDEX ticket_merge_by_target ON ticket_merge (into_id);
