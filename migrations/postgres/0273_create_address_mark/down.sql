DROP TABLE address_mark;
