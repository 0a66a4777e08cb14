//! What a ticket's customer is told of a change: what their page shows, and nothing of what goes on inside.

use crate::domain::{Activity, ActivityId, ActivityKind, Actor, TicketId};
use crate::sla::{Instant, What};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::view::labels;

/// Something that a customer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCustomer {
    /// The entry of the history that it comes from: what was told once is not told again when something inside follows.
    pub entry: ActivityId,
    /// When it was written down.
    pub at: Instant,
    /// What happened, as a sentence without its full stop.
    pub what: String,
}

/// The latest that its customer sees of what was written down of a ticket at or after an instant. Of what one act brought
/// about, what was said comes before what became of the ticket, and that before its clocks.
///
/// # Errors
/// Where the database can't be read.
pub fn latest(c: &mut Connection, ticket: TicketId, from: Instant) -> Result<Option<ToldCustomer>, WebError> {
    let entries = store::activity::recorded_since(c, ticket, from)?;
    let mut seen = entries.iter().filter(|entry| words(&entry.kind).is_some()).peekable();
    let Some(last) = seen.peek().copied() else { return Ok(None) };
    let of_one_act = seen.take_while(|entry| entry.recorded_at == last.recorded_at);
    let Some(told) = of_one_act.min_by_key(|entry| rank(&entry.kind)) else { return Ok(None) };
    let what = words(&told.kind).unwrap_or_default().replace(WHO, &author(c, told)?);
    Ok(Some(ToldCustomer { entry: last.id, at: last.recorded_at, what }))
}

fn rank(kind: &ActivityKind) -> u8 {
    match kind {
        ActivityKind::Opened { .. } | ActivityKind::Replied { .. } => 0,
        ActivityKind::Clock { .. } => 2,
        _ => 1,
    }
}

/// Stands for the name of who did it.
const WHO: &str = "{who}";

fn author(c: &mut Connection, entry: &Activity) -> Result<String, WebError> {
    let person = match entry.actor {
        Actor::Person(id) => store::person::find(c, id)?,
        Actor::System => None,
    };
    Ok(person.map_or_else(|| "Support".to_owned(), |person| person.name))
}

/// None for what customers don't see. Each kind is named, so that whoever adds one has to decide.
fn words(kind: &ActivityKind) -> Option<String> {
    let what = match kind {
        ActivityKind::Opened { .. } => "{who} reported it",
        ActivityKind::Replied { .. } => "{who} replied",
        ActivityKind::Reclassified { .. } => "Its severity was decided",
        ActivityKind::StatusChanged { to, .. } => {
            let label = labels::status_for_customer(*to).label;
            return Some(format!("It says now: {label}"));
        }
        ActivityKind::WatcherAdded { .. } | ActivityKind::WatcherRemoved { .. } => "Its watchers changed",
        ActivityKind::Escalated { .. } => "{who} escalated it",
        ActivityKind::Rated { .. } => "{who} said how it went",
        ActivityKind::Clock { fact } => match fact.what {
            What::Warned | What::Page | What::Email => return None,
            What::Started
            | What::HeldOver
            | What::Breached
            | What::Met
            | What::MetLate
            | What::Paused
            | What::Resumed
            | What::DueChanged
            | What::Stopped => "What we owe you changed",
        },
        ActivityKind::HolidayProclaimed { .. } | ActivityKind::HolidayWithdrawn { .. } => {
            "The holidays changed"
        }
        ActivityKind::MergedInto { .. } => "It goes on in another ticket",
        ActivityKind::TookIn { .. } => "Another ticket goes on here",
        ActivityKind::Unmerged { .. } | ActivityKind::GaveBack { .. } => "Two tickets were taken apart",
        ActivityKind::Noted { .. }
        | ActivityKind::Acknowledged
        | ActivityKind::SuggestionDismissed { .. }
        | ActivityKind::Assigned { .. }
        | ActivityKind::TeamAssigned { .. }
        | ActivityKind::Tagged { .. }
        | ActivityKind::MailReleased { .. }
        | ActivityKind::Snoozed { .. }
        | ActivityKind::SnoozeEnded { .. }
        | ActivityKind::PageTaken
        | ActivityKind::BreachExcused { .. }
        | ActivityKind::ExcuseWithdrawn { .. }
        | ActivityKind::Notified { .. }
        | ActivityKind::DeliveryFailed { .. }
        | ActivityKind::DeliveryReported { .. }
        | ActivityKind::PagePassedOn { .. }
        | ActivityKind::DeliveryUncertain { .. }
        | ActivityKind::Linked { .. }
        | ActivityKind::Unlinked { .. }
        | ActivityKind::FollowedUp { .. } => return None,
    };
    Some(what.to_owned())
}
