DROP INDEX ticket_merge_by_target;
