//! Links that were mailed to people.

use diesel::prelude::*;

use super::schema::link;
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Link, LinkId, LinkPurpose, PersonId};
use crate::sla::Instant;

type Columns = (LinkId, PersonId, String, At, At, Option<At>, Option<String>);

/// Adds a link.
///
/// # Errors
/// [`StoreError`].
pub fn insert(c: &mut Connection, new: &Link) -> Result<(), StoreError> {
    let row = (
        link::id.eq(new.id),
        link::person_id.eq(new.person_id),
        link::purpose.eq(word(&new.purpose)?),
        link::created_at.eq(At(new.created_at)),
        link::expires_at.eq(At(new.expires_at)),
        link::used_at.eq(new.used_at.map(At)),
        link::asked_by.eq(&new.asked_by),
    );
    diesel::insert_into(link::table).values(row).execute(c)?;
    Ok(())
}

/// The link with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: LinkId) -> Result<Option<Link>, StoreError> {
    let found: Option<Columns> = link::table.find(id).first(c).optional()?;
    found.map(read).transpose()
}

/// The last link of a person for a purpose.
///
/// # Errors
/// [`StoreError`].
pub fn last(c: &mut Connection, person: PersonId, purpose: LinkPurpose) -> Result<Option<Link>, StoreError> {
    let theirs = link::table.filter(link::person_id.eq(person)).filter(link::purpose.eq(word(&purpose)?));
    let found: Option<Columns> = theirs.order(link::created_at.desc()).first(c).optional()?;
    found.map(read).transpose()
}

/// Uses a link up: false if it was used before. Of two that try at once, one succeeds.
///
/// # Errors
/// [`StoreError`].
pub fn use_up(c: &mut Connection, id: LinkId, at: Instant) -> Result<bool, StoreError> {
    let unused = link::table.find(id).filter(link::used_at.is_null());
    Ok(diesel::update(unused).set(link::used_at.eq(Some(At(at)))).execute(c)? == 1)
}

/// Uses up every link of a person for a purpose, and says how many those were.
///
/// # Errors
/// [`StoreError`].
pub fn use_up_all(
    c: &mut Connection,
    person: PersonId,
    purpose: LinkPurpose,
    at: Instant,
) -> Result<usize, StoreError> {
    let unused = link::table
        .filter(link::person_id.eq(person))
        .filter(link::purpose.eq(word(&purpose)?))
        .filter(link::used_at.is_null());
    Ok(diesel::update(unused).set(link::used_at.eq(Some(At(at)))).execute(c)?)
}

/// Forgets links that ended before an instant.
///
/// # Errors
/// [`StoreError`].
pub fn purge(c: &mut Connection, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(link::table.filter(link::expires_at.lt(At(before)))).execute(c)?)
}

fn read(row: Columns) -> Result<Link, StoreError> {
    let (id, person_id, purpose, created_at, expires_at, used_at, asked_by) = row;
    let purpose = Row { table: "link", id: &id }.word(purpose)?;
    let (created_at, expires_at, used_at) = (created_at.0, expires_at.0, used_at.map(|at| at.0));
    Ok(Link { id, person_id, purpose, created_at, expires_at, used_at, asked_by })
}
