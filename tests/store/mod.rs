//! The store, on SQLite and on PostgreSQL.

mod concurrency;
mod distribution;
mod last_change;
mod mails;
mod migrations;
mod people;
mod postgres_tls;
mod promises;
mod report;
mod seed;
mod tickets;
mod transactions;
