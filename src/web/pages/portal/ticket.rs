//! One ticket as its customer sees it.

use askama::Template;

use crate::web::error::FieldFault;
use crate::web::view::{Chip, MessageView, Moment, PromiseSentence, SeverityMark, Shell};

/// The page.
#[derive(Template)]
#[template(path = "portal/ticket.html")]
pub struct PortalTicketPage {
    /// What is around it.
    pub shell: Shell,
    /// The number, also its address.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
    /// Its severity.
    pub severity: SeverityMark,
    /// Who reported it.
    pub requester: String,
    /// When it was received.
    pub opened: Moment,
    /// The agreement's name.
    pub contract: String,
    /// What is promised, clock by clock.
    pub promises: Vec<PromiseSentence>,
    /// Whether it lies outside the agreement, and may be charged for.
    pub is_outside_agreement: bool,
    /// The conversation.
    pub messages: Vec<MessageView>,
    /// Whether it is resolved: a reply reopens it.
    pub is_resolved: bool,
    /// Whether it is closed for good.
    pub is_closed: bool,
    /// A reply that was refused, as typed.
    pub draft: String,
    /// Why it was refused.
    pub faults: Vec<FieldFault>,
}
