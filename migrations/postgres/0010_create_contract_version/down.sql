DROP TABLE contract_version;
