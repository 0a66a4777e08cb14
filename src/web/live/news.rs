//! What became of a ticket, in a line.

use super::told::{self, ToldCustomer};
use crate::domain::{ActivityKind, Actor, OrganizationId, PersonId, TicketId, Viewer};
use crate::sla::Instant;
use crate::store::ticket::ChangedTicket;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::view::labels;

/// How many tickets a page is told of when it begins to listen.
const MOST: i64 = 200;

/// A ticket's latest change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketNews {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Its number.
    pub number: i64,
    /// Whose it is.
    pub organization_id: Option<OrganizationId>,
    /// Who reported it.
    pub requester_id: PersonId,
    /// Its version after the change.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// Who did it; none for the installation itself.
    pub by: Option<PersonId>,
    /// What happened, as a sentence without its full stop; empty where no one of staff reads it.
    pub what: String,
    /// The latest of what its customer sees, if any of the change is theirs to see.
    pub told: Option<ToldCustomer>,
}

/// The tickets that changed at or after an instant, the earliest first, as far as somebody may see them.
///
/// # Errors
/// Where the database can't be read.
pub fn since(c: &mut Connection, viewer: Viewer, from: Instant) -> Result<Vec<TicketNews>, WebError> {
    let changed = store::ticket::changed_since(c, Some(viewer), from, MOST)?;
    of(c, Some(viewer), changed, from)
}

/// What became of tickets at or after an instant: for one reader, or for all.
///
/// # Errors
/// Where the database can't be read.
pub fn of(
    c: &mut Connection,
    viewer: Option<Viewer>,
    changed: Vec<ChangedTicket>,
    from: Instant,
) -> Result<Vec<TicketNews>, WebError> {
    let [is_for_staff, is_for_customers] =
        [viewer.is_none_or(Viewer::is_staff), viewer.is_none_or(|viewer| !viewer.is_staff())];
    let mut news = Vec::with_capacity(changed.len());
    for ticket in changed {
        let (by, what) = if is_for_staff { latest(c, ticket.id)? } else { (None, String::new()) };
        let told = if is_for_customers { told::latest(c, ticket.id, from)? } else { None };
        news.push(TicketNews {
            ticket_id: ticket.id,
            number: ticket.number.0,
            organization_id: ticket.organization_id,
            requester_id: ticket.requester_id,
            version: ticket.version,
            at: ticket.updated_at,
            by,
            what,
            told,
        });
    }
    Ok(news)
}

/// Who did what to a ticket last.
fn latest(c: &mut Connection, ticket: TicketId) -> Result<(Option<PersonId>, String), WebError> {
    let latest = store::activity::latest_act(c, ticket)?;
    let by = latest.as_ref().and_then(|activity| match activity.actor {
        Actor::Person(id) => Some(id),
        Actor::System => None,
    });
    let name = match by {
        Some(id) => store::person::find(c, id)?.map(|person| person.name),
        None => None,
    };
    let name = name.unwrap_or_else(|| "Punctual".to_owned());
    let what = latest.map_or_else(|| "It changed".to_owned(), |activity| words(&activity.kind, &name));
    Ok((by, what))
}

fn words(kind: &ActivityKind, who: &str) -> String {
    match kind {
        ActivityKind::Opened { channel, .. } => format!("{who} opened it by {}", labels::channel(*channel)),
        ActivityKind::Replied { .. } => format!("{who} replied"),
        ActivityKind::Noted { .. } => format!("{who} wrote a note"),
        ActivityKind::Acknowledged => format!("{who} acknowledged it"),
        ActivityKind::Reclassified { .. } => format!("{who} set the severity"),
        ActivityKind::StatusChanged { to, .. } => {
            format!("{who} set it to {}", labels::status_for_staff(*to).label.to_lowercase())
        }
        ActivityKind::Assigned { .. } => format!("{who} changed the assignee"),
        ActivityKind::Snoozed { .. } => format!("{who} put it away"),
        ActivityKind::SnoozeEnded { .. } => "It came back".to_owned(),
        ActivityKind::TeamAssigned { .. } => format!("{who} changed the team"),
        ActivityKind::Tagged { .. } => format!("{who} changed the tags"),
        ActivityKind::HolidayProclaimed { .. } | ActivityKind::HolidayWithdrawn { .. } => {
            format!("{who} changed the holidays")
        }
        ActivityKind::PageTaken => format!("{who} took the page"),
        _ => format!("{who} changed it"),
    }
}
