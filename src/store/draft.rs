//! What agents have begun to write.

use diesel::prelude::*;

use super::schema::draft;
use super::sql_type::{At, Json};
use super::text::{storable, storable_option};
use super::word::{Row, json, word};
use super::{Connection, StoreError};
use crate::domain::{Draft, HeldFile, PersonId, TicketId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = draft)]
struct DraftColumns {
    ticket_id: TicketId,
    person_id: PersonId,
    kind: String,
    text: String,
    problem: Option<String>,
    saved_at: At,
    files: Json,
    then_status: Option<String>,
}

/// Keeps a draft in the place of the one that the person had in the ticket.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, draft: &Draft) -> Result<(), StoreError> {
    delete(c, draft.ticket_id, draft.person_id)?;
    let columns = DraftColumns {
        ticket_id: draft.ticket_id,
        person_id: draft.person_id,
        kind: word(&draft.kind)?,
        text: storable(&draft.text),
        problem: storable_option(draft.problem.as_deref()),
        saved_at: At(draft.saved_at),
        files: json(&draft.files)?,
        then_status: draft.then.as_ref().map(word).transpose()?,
    };
    diesel::insert_into(draft::table).values(columns).execute(c)?;
    Ok(())
}

/// The files of the person's draft in a ticket; none where there is no draft.
///
/// # Errors
/// [`StoreError`].
pub fn files(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<Vec<HeldFile>, StoreError> {
    Ok(find(c, ticket, person)?.map(|draft| draft.files).unwrap_or_default())
}

/// The person's draft in a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<Option<Draft>, StoreError> {
    let query = draft::table.find((ticket, person)).select(DraftColumns::as_select());
    let Some(columns) = query.first(c).optional()? else { return Ok(None) };
    let row = Row { table: "draft", id: &columns.ticket_id };
    Ok(Some(Draft {
        ticket_id: columns.ticket_id,
        person_id: columns.person_id,
        kind: row.word(columns.kind)?,
        text: columns.text,
        then: columns.then_status.map(|status| row.word(status)).transpose()?,
        files: row.json(columns.files)?,
        problem: columns.problem,
        saved_at: columns.saved_at.0,
    }))
}

/// Removes the person's draft in a ticket, if there is one.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(draft::table.find((ticket, person))).execute(c)?;
    Ok(())
}
