//! The three clocks.

use super::words::words;

words! {
    /// The three promises that a contract makes for a ticket, each with a clock of its own.
    pub enum ClockKind {
        /// Until the provider's first answer.
        Respond = "respond",
        /// From one answer to the next.
        Update = "update",
        /// Until the ticket is resolved.
        Resolve = "resolve",
    }
}

impl ClockKind {
    /// The clock's place in [`ClockKind::ALL`], for small tables by clock.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}
