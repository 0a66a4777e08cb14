//! A macro as one ticket fills it in.

use crate::domain::{Macro, MessageKind};
use crate::sla::{Instant, Severity, Status};
use crate::web::ticket_data::TicketData;
use crate::web::view::Moment;

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
        let text = chosen.fill(|name| value(name, data, agent, now));
        Self { text, is_note: chosen.kind == MessageKind::Note, then: chosen.then }
    }
}

fn value(name: &str, data: &TicketData, agent: &str, now: Instant) -> String {
    let ticket = &data.ticket;
    let requester = data.name(ticket.requester_id);
    match name {
        "requester" => requester,
        "requester.first_name" => {
            requester.split_whitespace().next().map(str::to_owned).unwrap_or(requester.clone())
        }
        "agent" => agent.to_owned(),
        "customer" => data.organization.as_ref().map(|found| found.name.clone()).unwrap_or_default(),
        "ticket.number" => ticket.number.to_string(),
        "ticket.subject" => ticket.subject.clone(),
        "severity" => {
            let code = ticket.severity.code.as_str();
            data.contract.severity(code).map_or_else(|| code.to_owned(), Severity::label)
        }
        "next_due" => {
            let zone = data.requester().map_or(chrono_tz::UTC, |person| person.time_zone);
            ticket.next_due.as_ref().map(|(_, at)| Moment::new(*at, now, zone).full).unwrap_or_default()
        }
        _ => String::new(),
    }
}
