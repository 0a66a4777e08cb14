//! What the tests share.

pub mod dovecot;
pub mod postgres;
pub mod test_database;
