CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
