//! Punctual: a helpdesk that turns support agreements into clocks, and keeps them.
//!
//! Read in this order:
//!
//! 1. [`sla`] - the pure heart: contracts, calendars, service time, targets, timers.
//! 2. [`domain`] - the words shared by all.
//! 3. [`store`] - rows: the only SQL. [`vault`] seals what lies encrypted.
//! 4. [`service`] - the verbs, one transaction each.
//! 5. [`mail`] - the wire: mail read, written, fetched and sent.
//! 6. [`web`] - pages and the API; [`worker`] - what happens by itself.
//! 7. [`app`] - put together once, from [`config`] and [`clock`]; [`node`] - one process among several.
//! 8. [`cli`] - the command line over it; [`backup`] and [`demo`] stand beside.
//!
//! Rules that hold everywhere:
//!
//! - `sla` and `domain` never read a clock, a file or a row; `now` is an argument.
//! - A breach happens at its due instant, however late a worker looks.
//! - No mail leaves but through the outbox, written in the transaction that caused it.

pub mod app;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod mail;
pub mod node;
pub mod scanner;
pub mod service;
pub mod sla;
pub mod store;
pub mod vault;
pub mod web;
pub mod worker;
