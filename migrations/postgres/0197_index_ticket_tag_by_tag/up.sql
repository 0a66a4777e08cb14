CREATE INDEX ticket_tag_by_tag ON ticket_tag (tag, ticket_id);
