//! The agents' pages.

pub mod actions;
pub mod message;
pub mod queue;
pub mod ticket;
