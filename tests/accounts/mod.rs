//! Accounts: signing in and out, sessions, links, the second step, and what guards them.

mod account_page;
mod breached;
mod links;
mod mail_choices;
pub mod second_step;
mod secrets;
mod sessions;
mod throttling;
