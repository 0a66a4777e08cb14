//! What can happen to a ticket next.

use crate::sla::SeverityCode;

/// One thing that somebody does to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Beat {
    /// The customer reports it.
    Arrive,
    /// Somebody on call takes the page.
    TakePage,
    /// An agent reads a mail and gives it its severity.
    Triage,
    /// An agent takes it on.
    Assign,
    /// The agent says that somebody looks at it.
    Acknowledge,
    /// The agent's first answer.
    Answer,
    /// A word between agents.
    Note,
    /// The agent asks the customer something, and waits.
    Ask,
    /// The customer answers.
    Reply(String),
    /// The agent tells how it goes.
    Update(String),
    /// An agent changes the severity.
    Reclassify(SeverityCode, &'static str),
    /// The agent resolves it.
    Resolve,
    /// It is closed for good.
    Close,
}
