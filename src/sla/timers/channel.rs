//! The ways in.

use crate::sla::words::words;

words! {
    /// The way by which a report came in.
    pub enum Channel {
        /// The form in the customer portal.
        Portal = "portal",
        /// A message to a support mailbox. It starts at the contract's email severity.
        Email = "email",
        /// A program that speaks our JSON interface.
        Api = "api",
        /// A call: an agent writes it down.
        Phone = "phone",
    }
}
