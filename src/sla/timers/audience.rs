//! Whom a page or a message is for.

use crate::sla::words::words;

words! {
    /// Whom a page or an email is for.
    pub enum Audience {
        /// The customer: the requester, or the designated contacts for a breach.
        Customer = "customer",
        /// The agent to whom the ticket is assigned.
        Assignee = "assignee",
        /// The team that looks after the ticket.
        Team = "team",
        /// Who is on call now.
        OnCall = "on_call",
        /// Who is next in the rota.
        Backup = "backup",
        /// The manager.
        Manager = "manager",
    }
}
