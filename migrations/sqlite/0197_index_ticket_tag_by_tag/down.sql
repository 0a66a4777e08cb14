DROP INDEX ticket_tag_by_tag;
