//! Broken promises, each recorded once.

use diesel::prelude::*;

use super::any_connection::MultiBackend;
use super::dialect::OnBoth;
use super::schema::breach;
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Breach, BreachId, TicketId};
use crate::sla::{ClockKind, Instant, SeverityCode};

/// Which breaches a list shows; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BreachFilter {
    /// Of this ticket.
    pub ticket: Option<TicketId>,
    /// Of this clock.
    pub clock: Option<ClockKind>,
    /// At this severity.
    pub severity: Option<SeverityCode>,
    /// Due at or after this.
    pub from: Option<Instant>,
    /// Due before this.
    pub before: Option<Instant>,
}

/// The place of a breach in a list: its due instant, and its id between equals.
pub type BreachCursor = (Instant, BreachId);

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = breach)]
struct BreachColumns {
    id: BreachId,
    ticket_id: TicketId,
    clock: String,
    severity: String,
    due_at: At,
    recorded_at: At,
    met_at: Option<At>,
}

/// Records a breach; false if this ticket, clock and due instant is recorded already, and then nothing is written.
///
/// # Errors
/// [`StoreError::MissingReference`] if its ticket is not there.
pub fn insert(c: &mut Connection, breach: &Breach) -> Result<bool, StoreError> {
    let columns = BreachColumns {
        id: breach.id,
        ticket_id: breach.ticket_id,
        clock: word(&breach.clock)?,
        severity: breach.severity.as_str().to_owned(),
        due_at: At(breach.due_at),
        recorded_at: At(breach.recorded_at),
        met_at: breach.met_at.map(At),
    };
    let target = (breach::ticket_id, breach::clock, breach::due_at);
    let insert = diesel::insert_into(breach::table).values(columns).on_conflict(target).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// What a ticket's clock had promised came after all, at this instant: for every breach of it that still lacks one.
///
/// # Errors
/// [`StoreError`].
pub fn set_met(
    c: &mut Connection,
    ticket: TicketId,
    clock: ClockKind,
    at: Instant,
) -> Result<(), StoreError> {
    let missing = breach::table
        .filter(breach::ticket_id.eq(ticket))
        .filter(breach::clock.eq(word(&clock)?))
        .filter(breach::met_at.is_null());
    diesel::update(missing).set(breach::met_at.eq(Some(At(at)))).execute(c)?;
    Ok(())
}

/// Up to `limit` breaches, the last due first, after this one.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    filter: &BreachFilter,
    after: Option<BreachCursor>,
    limit: i64,
) -> Result<Vec<Breach>, StoreError> {
    let mut found = breach::table.into_boxed::<MultiBackend>();
    if let Some(ticket) = filter.ticket {
        found = found.filter(breach::ticket_id.eq(ticket));
    }
    if let Some(clock) = filter.clock {
        found = found.filter(breach::clock.eq(word(&clock)?));
    }
    if let Some(severity) = &filter.severity {
        found = found.filter(breach::severity.eq(severity.as_str().to_owned()));
    }
    if let Some(from) = filter.from {
        found = found.filter(breach::due_at.ge(At(from)));
    }
    if let Some(before) = filter.before {
        found = found.filter(breach::due_at.lt(At(before)));
    }
    if let Some((due, id)) = after {
        found =
            found.filter(breach::due_at.le(At(due))).filter(breach::due_at.lt(At(due)).or(breach::id.lt(id)));
    }
    let ordered = found.order((breach::due_at.desc(), breach::id.desc())).limit(limit);
    ordered.select(BreachColumns::as_select()).load(c)?.into_iter().map(BreachColumns::into_breach).collect()
}

impl BreachColumns {
    fn into_breach(self) -> Result<Breach, StoreError> {
        let id = self.id;
        Ok(Breach {
            id,
            ticket_id: self.ticket_id,
            clock: Row { table: "breach", id: &id }.word(self.clock)?,
            severity: SeverityCode::new(self.severity),
            due_at: self.due_at.0,
            recorded_at: self.recorded_at.0,
            met_at: self.met_at.map(|at| at.0),
        })
    }
}
