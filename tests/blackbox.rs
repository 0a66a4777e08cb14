//! Black-box tests, by subject: one binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this binary is all tests: a panic is how they fail"
)]

mod accounts;
mod administration;
mod api;
mod browser;
mod demo;
mod encryption;
mod faults;
mod fuzz;
mod health;
mod house;
mod joining;
mod journey;
mod keeping;
mod mail;
mod malware;
mod sla;
mod store;
mod support;
mod threads;
mod timers;
mod web;
mod webhooks;

/// Tests don't outlive a power cut, so their PostgreSQL need not either.
const POSTGRES_WAITS_FOR_THE_DISK: &str = "off";
