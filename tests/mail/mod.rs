//! The wire, against real servers and hostile ones.

mod imap;
mod receiver;
pub mod sink;
mod smtp;
mod webhook;
