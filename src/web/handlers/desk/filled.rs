//! A macro as one ticket fills it in.

use crate::domain::{Macro, MessageKind};
use crate::sla::{Instant, Status};
use crate::web::macro_text;
use crate::web::ticket_data::TicketData;

/// What a macro puts into the form.
pub struct Filled {
    /// The message.
    pub text: String,
    /// Whether agents alone read it.
    pub is_note: bool,
    /// The status to set with it.
    pub then: Option<Status>,
}

impl Filled {
    /// Fills a macro in for a ticket, in the name of an agent.
    #[must_use]
    pub fn new(chosen: &Macro, data: &TicketData, agent: &str, now: Instant) -> Self {
        let text = macro_text::of_shown(chosen, data, agent, now);
        Self { text, is_note: chosen.kind == MessageKind::Note, then: chosen.then }
    }
}
