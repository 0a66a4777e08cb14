//! The wire, against real servers and hostile ones.

mod dkim;
mod files;
mod hostile;
mod imap;
pub mod killed;
pub mod listener;
mod mailbox_test;
mod outgoing;
pub mod pipe;
mod reading;
pub mod receiver;
mod relayed;
mod report_samples;
mod reports;
mod samples;
pub mod sink;
mod smtp;
mod webhook;
mod xoauth2;
