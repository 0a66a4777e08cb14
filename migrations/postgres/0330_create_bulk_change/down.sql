DROP TABLE bulk_change;
