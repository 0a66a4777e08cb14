DROP TRIGGER audit_entry_is_not_removed ON audit_entry;
