DROP INDEX ticket_link_by_other;
