//! The store, on SQLite and on PostgreSQL.

mod concurrency;
mod distribution;
mod mails;
mod migrations;
mod people;
mod promises;
mod report;
mod seed;
mod tickets;
mod transactions;
