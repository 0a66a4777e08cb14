DROP TABLE bulk_line;
