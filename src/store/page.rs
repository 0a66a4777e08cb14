//! Calls on the on-call chain, each made once.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::page;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{Page, PageId, PersonId, TicketId};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = page)]
struct PageColumns {
    id: PageId,
    ticket_id: TicketId,
    chain_started_at: At,
    step: i32,
    person_id: Option<PersonId>,
    why: String,
    paged_at: At,
    taken_at: Option<At>,
    taken_by: Option<PersonId>,
}

/// Records a call; false if this step of the ticket's chain was called already, and then nothing is written.
///
/// # Errors
/// [`StoreError::MissingReference`] if its ticket or person is not there.
pub fn insert(c: &mut Connection, page: &Page) -> Result<bool, StoreError> {
    let columns = PageColumns {
        id: page.id,
        ticket_id: page.ticket_id,
        chain_started_at: At(page.chain_started_at),
        step: page.step,
        person_id: page.person_id,
        why: storable(&page.why),
        paged_at: At(page.paged_at),
        taken_at: page.taken_at.map(At),
        taken_by: page.taken_by,
    };
    let target = (page::ticket_id, page::chain_started_at, page::step);
    let insert = diesel::insert_into(page::table).values(columns).on_conflict(target).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Somebody took the ticket's open calls; calls that were taken before keep who took them.
///
/// # Errors
/// [`StoreError`].
pub fn take(c: &mut Connection, ticket: TicketId, person: PersonId, at: Instant) -> Result<(), StoreError> {
    let open = page::table.filter(page::ticket_id.eq(ticket)).filter(page::taken_at.is_null());
    diesel::update(open)
        .set((page::taken_at.eq(Some(At(at))), page::taken_by.eq(Some(person))))
        .execute(c)?;
    Ok(())
}

/// The ticket's calls that nobody has taken, in order.
///
/// # Errors
/// [`StoreError`].
pub fn open(c: &mut Connection, ticket: TicketId) -> Result<Vec<Page>, StoreError> {
    Ok(list(c, ticket)?.into_iter().filter(|page| page.taken_at.is_none()).collect())
}

/// Every call of a ticket, in order.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, ticket: TicketId) -> Result<Vec<Page>, StoreError> {
    let query = page::table
        .filter(page::ticket_id.eq(ticket))
        .order((page::chain_started_at, page::step))
        .select(PageColumns::as_select());
    Ok(query.load(c)?.into_iter().map(read).collect())
}

/// The call with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: PageId) -> Result<Option<Page>, StoreError> {
    Ok(page::table.find(id).select(PageColumns::as_select()).first(c).optional()?.map(read))
}

fn read(columns: PageColumns) -> Page {
    Page {
        id: columns.id,
        ticket_id: columns.ticket_id,
        chain_started_at: columns.chain_started_at.0,
        step: columns.step,
        person_id: columns.person_id,
        why: columns.why,
        paged_at: columns.paged_at.0,
        taken_at: columns.taken_at.map(|at| at.0),
        taken_by: columns.taken_by,
    }
}
