DROP INDEX link_by_expiry;
