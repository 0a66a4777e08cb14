DROP INDEX contract_version_in_force;
