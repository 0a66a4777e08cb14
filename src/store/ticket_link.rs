//! What tickets have to do with each other.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::ticket_link;
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{PersonId, Relation, TicketId, TicketLink};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ticket_link)]
struct LinkColumns {
    from_id: TicketId,
    to_id: TicketId,
    relation: String,
    linked_by: PersonId,
    linked_at: At,
}

/// Links two tickets; false if they are linked like this already, and then nothing is written.
///
/// # Errors
/// [`StoreError::MissingReference`] if a ticket is not there.
pub fn insert(c: &mut Connection, link: &TicketLink) -> Result<bool, StoreError> {
    let (from_id, relation, to_id) = link.parts();
    let row = LinkColumns {
        from_id,
        to_id,
        relation: word(&relation)?,
        linked_by: link.linked_by,
        linked_at: At(link.linked_at),
    };
    let target = (ticket_link::from_id, ticket_link::to_id, ticket_link::relation);
    let insert = diesel::insert_into(ticket_link::table).values(row).on_conflict(target).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Removes a link; false if there is none.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, link: &TicketLink) -> Result<bool, StoreError> {
    let (from, relation, to) = link.parts();
    Ok(diesel::delete(ticket_link::table.find((from, to, word(&relation)?))).execute(c)? == 1)
}

/// The links of a ticket, in the order in which they were made.
///
/// # Errors
/// [`StoreError`].
pub fn of_ticket(c: &mut Connection, ticket: TicketId) -> Result<Vec<TicketLink>, StoreError> {
    let rows = ticket_link::table
        .filter(ticket_link::from_id.eq(ticket).or(ticket_link::to_id.eq(ticket)))
        .order((ticket_link::linked_at, ticket_link::from_id, ticket_link::to_id))
        .select(LinkColumns::as_select())
        .load(c)?;
    rows.into_iter().map(read).collect()
}

fn read(columns: LinkColumns) -> Result<TicketLink, StoreError> {
    let relation: Relation = Row { table: "ticket_link", id: &columns.from_id }.word(columns.relation)?;
    let LinkColumns { from_id, to_id, linked_by, linked_at, .. } = columns;
    Ok(TicketLink::new(from_id, relation, to_id, linked_by, linked_at.0))
}
