//! The agents' pages.

pub mod actions;
pub mod bulk;
pub mod call;
pub mod counts;
mod filled;
pub mod find;
pub mod follow;
pub mod join;
mod listed;
pub mod live;
pub mod macros;
pub mod message;
mod order;
mod place;
pub mod queue;
pub mod snooze;
pub mod ticket;
mod ticket_cards;
pub mod views;
pub mod watchers;
mod written;
