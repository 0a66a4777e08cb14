-- The one writer counts up in the transaction that opens the ticket.
CREATE TABLE ticket_number (
    last INTEGER NOT NULL
);
INSERT INTO ticket_number (last) VALUES (0);
