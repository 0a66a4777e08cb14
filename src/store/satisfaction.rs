//! How content customers were, one word a ticket: the last.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::schema::{satisfaction, ticket};
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{PersonId, Satisfaction, TicketId, TicketNumber, Verdict};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = satisfaction)]
struct SatisfactionColumns {
    ticket_id: TicketId,
    verdict: String,
    comment: String,
    person_id: PersonId,
    rated_at: At,
}

/// A word on a ticket, with what a list says of the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedTicket {
    /// The word.
    pub satisfaction: Satisfaction,
    /// The ticket's number.
    pub number: TicketNumber,
    /// What the ticket is about.
    pub subject: String,
}

/// Writes what a customer said, in place of what was said of the ticket before.
///
/// # Errors
/// [`StoreError::MissingReference`] for a ticket or a person that is not there.
pub fn put(c: &mut Connection, said: &Satisfaction) -> Result<(), StoreError> {
    diesel::delete(satisfaction::table.find(said.ticket_id)).execute(c)?;
    let columns = SatisfactionColumns {
        ticket_id: said.ticket_id,
        verdict: word(&said.verdict)?,
        comment: storable(&said.comment),
        person_id: said.person_id,
        rated_at: At(said.rated_at),
    };
    diesel::insert_into(satisfaction::table).values(columns).execute(c)?;
    Ok(())
}

/// What was said of a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, ticket: TicketId) -> Result<Option<Satisfaction>, StoreError> {
    let query = satisfaction::table.find(ticket).select(SatisfactionColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// How many said so within a time.
///
/// # Errors
/// [`StoreError`].
pub fn count(
    c: &mut Connection,
    verdict: Verdict,
    from: Instant,
    before: Instant,
) -> Result<i64, StoreError> {
    let query = satisfaction::table
        .filter(satisfaction::rated_at.ge(At(from)))
        .filter(satisfaction::rated_at.lt(At(before)))
        .filter(satisfaction::verdict.eq(word(&verdict)?))
        .select(count_star());
    Ok(query.first(c)?)
}

/// Up to `limit` words of a time, the last first.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    from: Instant,
    before: Instant,
    limit: i64,
) -> Result<Vec<RatedTicket>, StoreError> {
    let query = satisfaction::table
        .inner_join(ticket::table)
        .filter(satisfaction::rated_at.ge(At(from)))
        .filter(satisfaction::rated_at.lt(At(before)))
        .order((satisfaction::rated_at.desc(), satisfaction::ticket_id.desc()))
        .limit(limit)
        .select((SatisfactionColumns::as_select(), ticket::number, ticket::subject));
    let rows: Vec<(SatisfactionColumns, i64, String)> = query.load(c)?;
    rows.into_iter()
        .map(|(columns, number, subject)| {
            Ok(RatedTicket { satisfaction: read(columns)?, number: TicketNumber(number), subject })
        })
        .collect()
}

fn read(columns: SatisfactionColumns) -> Result<Satisfaction, StoreError> {
    let id = columns.ticket_id;
    Ok(Satisfaction {
        ticket_id: id,
        verdict: Row { table: "satisfaction", id: &id }.word(columns.verdict)?,
        comment: columns.comment,
        person_id: columns.person_id,
        rated_at: columns.rated_at.0,
    })
}
