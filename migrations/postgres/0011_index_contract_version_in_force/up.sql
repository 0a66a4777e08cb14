CREATE INDEX contract_version_in_force ON contract_version (key, effective_from, number);
