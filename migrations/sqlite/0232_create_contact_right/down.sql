DROP TABLE contact_right;
