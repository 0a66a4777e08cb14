//! The wire, against real servers and hostile ones.

mod imap;
mod receiver;
mod sink;
mod smtp;
mod webhook;
