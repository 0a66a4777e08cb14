//! One ticket on its way through the demonstration.

use std::collections::VecDeque;

use super::beat::Beat;
use crate::demo::cast::{Contact, Customer};
use crate::demo::scenarios::Story;
use crate::domain::{Person, Ticket};
use crate::sla::{Channel, Instant};

/// One ticket: who, what, and what is still to come.
pub(super) struct Life<'a> {
    /// When it is reported.
    pub(super) arrives_at: Instant,
    /// Whose it is.
    pub(super) customer: &'a Customer,
    /// Who reports it.
    pub(super) contact: &'a Contact,
    /// By which way.
    pub(super) channel: Channel,
    /// What it is about.
    pub(super) story: Story,
    /// Who works it.
    pub(super) agent: Person,
    /// The ticket, once it is reported.
    pub(super) ticket: Option<Ticket>,
    /// What is still to come, in order.
    pub(super) beats: VecDeque<Beat>,
    /// Instants laid down beforehand for the beats to come; without one, the clocks decide.
    pub(super) instants: VecDeque<Instant>,
    /// Whether the rest of its story is drawn when it arrives, or laid down already.
    pub(super) is_staged: bool,
}
