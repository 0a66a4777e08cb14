DROP TRIGGER audit_entry_is_not_changed ON audit_entry;
DROP FUNCTION refuse_audit_change();
