//! Sessions, by person.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::{person, session};
use super::sql_type::At;
use super::text::{storable, storable_option};
use super::word::Row;
use super::{Connection, StoreError};
use crate::domain::{OrganizationId, PersonId, Role, SessionId, SessionRecord};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = session)]
struct SessionColumns {
    id: SessionId,
    person_id: PersonId,
    generation: i64,
    rotation: i64,
    rotated_at: At,
    browser: String,
    address: Option<String>,
    created_at: At,
    expires_at: At,
    revoked_at: Option<At>,
}

/// Adds a session.
///
/// # Errors
/// [`StoreError`].
pub fn insert(c: &mut Connection, record: &SessionRecord) -> Result<(), StoreError> {
    let row = SessionColumns {
        id: record.id,
        person_id: record.person_id,
        generation: record.generation,
        rotation: record.rotation,
        rotated_at: At(record.rotated_at),
        browser: storable(&record.browser),
        address: storable_option(record.address.as_deref()),
        created_at: At(record.created_at),
        expires_at: At(record.expires_at),
        revoked_at: record.revoked_at.map(At),
    };
    diesel::insert_into(session::table).values(row).execute(c)?;
    Ok(())
}

/// The session with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: SessionId) -> Result<Option<SessionRecord>, StoreError> {
    let query = session::table.find(id).select(SessionColumns::as_select());
    Ok(query.first(c).optional()?.map(read))
}

/// How many sessions are asked for at once; databases limit the values of a query.
const ASKED_AT_ONCE: usize = 1000;

/// What somebody is by a session that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Their role; none where it can't be read.
    pub role: Option<Role>,
    /// Their customer, if they are of one.
    pub organization_id: Option<OrganizationId>,
}

/// Those of these sessions that hold at an instant, and what their people are now.
///
/// # Errors
/// [`StoreError`].
pub fn that_hold(
    c: &mut Connection,
    ids: &[SessionId],
    now: Instant,
) -> Result<HashMap<SessionId, Standing>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(ASKED_AT_ONCE) {
        let query = session::table
            .inner_join(person::table)
            .filter(session::id.eq_any(some.to_vec()))
            .filter(session::revoked_at.is_null())
            .filter(session::generation.eq(person::token_generation))
            .filter(person::is_active.eq(true))
            .select((SessionColumns::as_select(), person::role, person::organization_id));
        let rows: Vec<(SessionColumns, String, Option<OrganizationId>)> = query.load(c)?;
        found.extend(rows.into_iter().filter_map(|(columns, role, organization_id)| {
            let record = read(columns);
            let row = Row { table: "person", id: &record.person_id };
            let standing = Standing { role: row.word(role).ok(), organization_id };
            record.is_live(record.generation, now).then_some((record.id, standing))
        }));
    }
    Ok(found)
}

/// A person's sessions that were not ended by hand, the latest first; some may have run out.
///
/// # Errors
/// [`StoreError`].
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<SessionRecord>, StoreError> {
    let query = session::table
        .filter(session::person_id.eq(person))
        .filter(session::revoked_at.is_null())
        .order(session::created_at.desc())
        .select(SessionColumns::as_select());
    Ok(query.load(c)?.into_iter().map(read).collect())
}

/// Exchanges the token of a rotation: false if that rotation is past, or the session was ended. Of two that try at
/// once, one succeeds.
///
/// # Errors
/// [`StoreError`].
pub fn rotate(
    c: &mut Connection,
    id: SessionId,
    rotation: i64,
    address: Option<&str>,
    at: Instant,
) -> Result<bool, StoreError> {
    let present =
        session::table.find(id).filter(session::rotation.eq(rotation)).filter(session::revoked_at.is_null());
    let change = (
        session::rotation.eq(rotation + 1),
        session::rotated_at.eq(At(at)),
        session::address.eq(storable_option(address)),
    );
    Ok(diesel::update(present).set(change).execute(c)? == 1)
}

/// Ends one session of a person; false if it is not theirs, or ended before.
///
/// # Errors
/// [`StoreError`].
pub fn revoke(c: &mut Connection, person: PersonId, id: SessionId, at: Instant) -> Result<bool, StoreError> {
    let theirs =
        session::table.find(id).filter(session::person_id.eq(person)).filter(session::revoked_at.is_null());
    Ok(diesel::update(theirs).set(session::revoked_at.eq(Some(At(at)))).execute(c)? == 1)
}

/// Ends every session of a person but one.
///
/// # Errors
/// [`StoreError`].
pub fn revoke_others(
    c: &mut Connection,
    person: PersonId,
    kept: SessionId,
    at: Instant,
) -> Result<usize, StoreError> {
    let others = session::table
        .filter(session::person_id.eq(person))
        .filter(session::id.ne(kept))
        .filter(session::revoked_at.is_null());
    Ok(diesel::update(others).set(session::revoked_at.eq(Some(At(at)))).execute(c)?)
}

/// Moves a session to a new generation, so that it outlives the end of the others.
///
/// # Errors
/// [`StoreError`].
pub fn keep(c: &mut Connection, id: SessionId, generation: i64) -> Result<(), StoreError> {
    diesel::update(session::table.find(id)).set(session::generation.eq(generation)).execute(c)?;
    Ok(())
}

/// Forgets sessions that ended before an instant.
///
/// # Errors
/// [`StoreError`].
pub fn purge(c: &mut Connection, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(session::table.filter(session::expires_at.lt(At(before)))).execute(c)?)
}

fn read(columns: SessionColumns) -> SessionRecord {
    SessionRecord {
        id: columns.id,
        person_id: columns.person_id,
        generation: columns.generation,
        rotation: columns.rotation,
        rotated_at: columns.rotated_at.0,
        browser: columns.browser,
        address: columns.address,
        created_at: columns.created_at.0,
        expires_at: columns.expires_at.0,
        revoked_at: columns.revoked_at.map(|at| at.0),
    }
}
