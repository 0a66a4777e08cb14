//! What the tests share.

pub mod app;
pub mod big;
pub mod browser;
pub mod caller;
pub mod clamd;
pub mod dovecot;
pub mod faketime;
pub mod guardian;
pub mod hostile_mail;
pub mod mailed_link;
pub mod name_server;
pub mod overlap;
pub mod postfix;
pub mod postgres;
pub mod postgres_socket;
pub mod process;
pub mod received_mail;
pub mod small_postgres;
pub mod test_database;
pub mod tls_postgres;
pub mod world;
