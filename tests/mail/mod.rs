//! The wire, against real servers and hostile ones.

mod imap;
pub mod listener;
pub mod receiver;
mod relayed;
pub mod sink;
mod smtp;
mod webhook;
