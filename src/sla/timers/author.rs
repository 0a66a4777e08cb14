//! Who did something, as far as clocks care.

use crate::sla::words::words;

words! {
    /// Who wrote a public reply. Only people count: what a machine sends meets no promise.
    pub enum Author {
        /// A person of the provider.
        Agent = "agent",
        /// A person of the customer.
        Customer = "customer",
        /// A machine: automatic acknowledgements, out-of-office answers, integrations.
        System = "system",
    }
}
