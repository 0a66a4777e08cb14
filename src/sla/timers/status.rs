//! Where a ticket stands.

use crate::sla::words::words;

words! {
    /// Where a ticket stands.
    pub enum Status {
        /// The provider has to act.
        Open = "open",
        /// The customer has to act: update and resolve clocks are paused.
        WaitingOnCustomer = "waiting_on_customer",
        /// Done as far as the provider knows; a customer's reply reopens it.
        Resolved = "resolved",
        /// Done for good.
        Closed = "closed",
    }
}

impl Status {
    /// Whether clocks can run or be paused: the ticket is neither resolved nor closed.
    #[must_use]
    pub fn is_unresolved(self) -> bool {
        matches!(self, Self::Open | Self::WaitingOnCustomer)
    }
}
