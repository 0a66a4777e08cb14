CREATE TRIGGER audit_entry_is_not_removed BEFORE DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
