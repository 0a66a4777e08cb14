//! The agents' pages.

pub mod actions;
mod listed;
pub mod live;
pub mod message;
mod place;
pub mod queue;
pub mod ticket;
pub mod views;
mod written;
