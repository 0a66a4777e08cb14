//! What moves clocks beside time.

use crate::sla::SeverityCode;

use super::{Author, Status};

/// Something that people did to a ticket and that its clocks may care about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A public reply.
    Reply(Author),
    /// An agent says that the report was seen. Meets the respond clock only where the contract says so.
    Acknowledge,
    /// An internal note. Changes no clock.
    Note,
    /// The provider decides on another severity. A code that the contract does not list changes nothing.
    Reclassify(SeverityCode),
    /// An agent sets the status.
    SetStatus(Status),
    /// The customer says that it is solved. Nothing is owed any more, and nothing counts as kept that was not.
    Solved,
    /// A person took the page: the chain goes no further.
    TakePage,
    /// Whoever was called last can't come: the next step of the chain is called at once. The steps after it keep their
    /// times, so that nobody is called later than without this.
    PassPage,
    /// The ticket has an assignee (`true`) or none: says who is warned.
    Assign(bool),
}
