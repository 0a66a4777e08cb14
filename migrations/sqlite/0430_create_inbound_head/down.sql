DROP TABLE inbound_head;
