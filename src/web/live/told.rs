//! What a ticket's customer is told of a change: what their page shows, and nothing of what goes on inside.

use crate::domain::{Activity, ActivityId, ActivityKind, Actor, PersonId, TicketId};
use crate::sla::Instant;
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
    /// Who did it; none for the installation itself.
    pub by: Option<PersonId>,
    /// What happened, as a sentence without its full stop.
    pub what: String,
}

/// The latest that its customer sees of what was written down of a ticket at or after an instant. Of what one act
/// brought about, what was said comes before what became of the ticket, and that before its clocks.
///
/// # Errors
/// Where the database can't be read.
pub fn latest(c: &mut Connection, ticket: TicketId, from: Instant) -> Result<Option<ToldCustomer>, WebError> {
    let entries = store::activity::recorded_since(c, ticket, from)?;
    let mut seen = entries.iter().filter(|entry| entry.kind.is_for_customers()).peekable();
    let Some(last) = seen.peek().copied() else { return Ok(None) };
    let of_one_act = seen.take_while(|entry| entry.recorded_at == last.recorded_at);
    let Some(told) = of_one_act.min_by_key(|entry| rank(&entry.kind)) else { return Ok(None) };
    let what = words(&told.kind).replace(WHO, &author(c, told)?);
    let by = match told.actor {
        Actor::Person(id) => Some(id),
        Actor::System => None,
    };
    Ok(Some(ToldCustomer { entry: last.id, at: last.recorded_at, by, what }))
}

fn rank(kind: &ActivityKind) -> u8 {
    match kind {
        ActivityKind::Opened { .. } | ActivityKind::Replied { .. } | ActivityKind::Solved => 0,
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

/// What happened, of what is for customers.
fn words(kind: &ActivityKind) -> String {
    let what = match kind {
        ActivityKind::Opened { .. } => "{who} reported it",
        ActivityKind::Replied { .. } => "{who} replied",
        ActivityKind::Acknowledged => "{who} acknowledged it",
        ActivityKind::Reclassified { .. } => "Its severity was decided",
        ActivityKind::StatusChanged { to, .. } => {
            return format!("It says now: {}", labels::status_for_customer(*to).label);
        }
        ActivityKind::WatcherAdded { .. } | ActivityKind::WatcherRemoved { .. } => "Its watchers changed",
        ActivityKind::Escalated { .. } => "{who} escalated it",
        ActivityKind::Solved => "{who} said that it is solved",
        ActivityKind::Rated { .. } => "{who} said how it went",
        ActivityKind::Clock { .. } => "What we owe you changed",
        ActivityKind::HolidayProclaimed { .. } | ActivityKind::HolidayWithdrawn { .. } => {
            "The holidays changed"
        }
        ActivityKind::MergedInto { .. } | ActivityKind::FollowedUp { .. } => "It goes on in another ticket",
        ActivityKind::TookIn { .. } => "Another ticket goes on here",
        ActivityKind::Unmerged { .. } | ActivityKind::GaveBack { .. } => "Two tickets were taken apart",
        _ => OTHER,
    };
    what.to_owned()
}

/// What is said of a kind that has no words of its own.
const OTHER: &str = "It changed";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::one_of_each;

    #[test]
    fn whatever_customers_may_know_has_words_of_its_own() {
        for (kind, _) in one_of_each() {
            assert_eq!(words(&kind) != OTHER, kind.is_for_customers() || is_clock(&kind), "{kind:?}");
        }
    }

    fn is_clock(kind: &ActivityKind) -> bool {
        matches!(kind, ActivityKind::Clock { .. })
    }
}
