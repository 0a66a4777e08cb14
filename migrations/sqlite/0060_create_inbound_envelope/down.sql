DROP TABLE inbound_envelope;
