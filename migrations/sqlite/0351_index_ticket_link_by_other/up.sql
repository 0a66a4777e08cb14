CREATE INDEX ticket_link_by_other ON ticket_link (to_id);
