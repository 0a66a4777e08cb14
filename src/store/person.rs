//! People, their passwords' hashes, and the generation of their sessions.

use std::collections::HashMap;

use diesel::prelude::*;

use super::any_connection::MultiBackend;
use super::dialect::{OnBoth, lower};
use super::poison::readable;
use super::schema::{organization, person};
use super::sql_type::At;
use super::text::{containing, storable};
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{EmailAddress, OrganizationId, Person, PersonId, Role, TeamId};

/// Which people a list shows; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonFilter {
    /// With this role.
    pub role: Option<Role>,
    /// Of this customer.
    pub organization: Option<OrganizationId>,
    /// With this in the name or the address, without regard to case.
    pub text: Option<String>,
    /// With each of these in the name, the address, or the name of their customer, without regard to case.
    pub words: Vec<String>,
    /// Who may sign in, or who may not.
    pub is_active: Option<bool>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = person)]
#[diesel(treat_none_as_null = true)]
struct PersonColumns {
    id: PersonId,
    email: String,
    name: String,
    role: String,
    organization_id: Option<OrganizationId>,
    team_id: Option<TeamId>,
    time_zone: String,
    receives_breach_notices: bool,
    is_active: bool,
    created_at: At,
}

/// Adds a person, without a password.
///
/// # Errors
/// [`StoreError::Unique`] with `person_email_key` if the address is taken.
pub fn insert(c: &mut Connection, person: &Person) -> Result<(), StoreError> {
    diesel::insert_into(person::table).values(columns(person)?).execute(c)?;
    Ok(())
}

/// Stores a new person, unless somebody has this address; answers whether it did. Where another transaction is just
/// adding somebody with it, this waits for how that ends.
///
/// # Errors
/// [`StoreError::MissingReference`] for an organization or team that is not there.
pub fn insert_if_new(c: &mut Connection, person: &Person) -> Result<bool, StoreError> {
    let insert =
        diesel::insert_into(person::table).values(columns(person)?).on_conflict(person::email).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Writes a changed person.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Unique`] if the new address is taken.
pub fn update(c: &mut Connection, person: &Person) -> Result<(), StoreError> {
    changed(diesel::update(person::table.find(person.id)).set(columns(person)?).execute(c)?)
}

/// The person with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    let query = person::table.find(id).select(PersonColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// These people, each once; one that is not there is left out.
///
/// # Errors
/// [`StoreError`].
pub fn find_all(c: &mut Connection, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let query = person::table.filter(person::id.eq_any(ids.to_vec())).select(PersonColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The names of these people; one that is not there has none.
///
/// # Errors
/// [`StoreError`].
pub fn names(c: &mut Connection, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    let query = person::table.filter(person::id.eq_any(ids.to_vec())).select((person::id, person::name));
    let rows: Vec<(PersonId, String)> = query.load(c)?;
    Ok(rows.into_iter().collect())
}

/// The person with this address.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_email(c: &mut Connection, email: &EmailAddress) -> Result<Option<Person>, StoreError> {
    let query = person::table.filter(person::email.eq(email.as_str())).select(PersonColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// Up to `limit` people in the order of their addresses, after this one.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    filter: &PersonFilter,
    after: Option<&EmailAddress>,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    let mut found = person::table.into_boxed::<MultiBackend>();
    if let Some(role) = filter.role {
        found = found.filter(person::role.eq(word(&role)?));
    }
    if let Some(organization) = filter.organization {
        found = found.filter(person::organization_id.eq(Some(organization)));
    }
    if let Some(is_active) = filter.is_active {
        found = found.filter(person::is_active.eq(is_active));
    }
    if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
        let pattern = containing(text);
        let in_name = lower(person::name).like(pattern.clone()).escape('\\');
        found = found.filter(person::email.like(pattern).escape('\\').or(in_name));
    }
    for one in &filter.words {
        let pattern = containing(one);
        let customers = organization::table
            .filter(lower(organization::name).like(pattern.clone()).escape('\\'))
            .select(organization::id.nullable());
        let of_customer =
            person::organization_id.is_not_null().and(person::organization_id.eq_any(customers));
        let in_name = lower(person::name).like(pattern.clone()).escape('\\');
        found = found.filter(person::email.like(pattern).escape('\\').or(in_name).or(of_customer));
    }
    if let Some(after) = after {
        found = found.filter(person::email.gt(after.as_str().to_owned()));
    }
    let rows = found.order(person::email).limit(limit).select(PersonColumns::as_select()).load(c)?;
    rows.into_iter().map(read).collect()
}

/// The contacts of a customer who receive notices of breaches, and may sign in or not: they were named for it. One
/// whose row cannot be read is passed over.
///
/// # Errors
/// [`StoreError`].
pub fn designated_contacts(
    c: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Person>, StoreError> {
    let query = person::table
        .filter(person::organization_id.eq(Some(organization)))
        .filter(person::receives_breach_notices.eq(true))
        .order(person::email)
        .select(PersonColumns::as_select());
    readable(query.load(c)?.into_iter().map(read))
}

/// Everybody of the provider who may sign in, but for those whose rows cannot be read.
///
/// # Errors
/// [`StoreError`].
pub fn staff(c: &mut Connection) -> Result<Vec<Person>, StoreError> {
    let query = person::table
        .filter(person::role.ne(word(&Role::Customer)?))
        .filter(person::is_active.eq(true))
        .order(person::email)
        .select(PersonColumns::as_select());
    readable(query.load(c)?.into_iter().map(read))
}

/// The people of a team who may sign in, but for those whose rows cannot be read.
///
/// # Errors
/// [`StoreError`].
pub fn team_members(c: &mut Connection, team: TeamId) -> Result<Vec<Person>, StoreError> {
    let query = person::table
        .filter(person::team_id.eq(Some(team)))
        .filter(person::is_active.eq(true))
        .order(person::email)
        .select(PersonColumns::as_select());
    readable(query.load(c)?.into_iter().map(read))
}

/// Sets or removes a password's hash.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_password_hash(c: &mut Connection, id: PersonId, hash: Option<&str>) -> Result<(), StoreError> {
    changed(diesel::update(person::table.find(id)).set(person::password_hash.eq(hash)).execute(c)?)
}

/// A password's hash; none where the person has no password.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn password_hash(c: &mut Connection, id: PersonId) -> Result<Option<String>, StoreError> {
    Ok(person::table.find(id).select(person::password_hash).first(c)?)
}

/// The generation of a person's sessions: one that was begun under a lower number is over.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn token_generation(c: &mut Connection, id: PersonId) -> Result<i64, StoreError> {
    Ok(person::table.find(id).select(person::token_generation).first(c)?)
}

/// Ends every session of a person.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn bump_token_generation(c: &mut Connection, id: PersonId) -> Result<(), StoreError> {
    let next = person::token_generation.eq(person::token_generation + 1);
    changed(diesel::update(person::table.find(id)).set(next).execute(c)?)
}

fn changed(rows: usize) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn columns(person: &Person) -> Result<PersonColumns, StoreError> {
    Ok(PersonColumns {
        id: person.id,
        email: storable(person.email.as_str()),
        name: storable(&person.name),
        role: word(&person.role)?,
        organization_id: person.organization_id,
        team_id: person.team_id,
        time_zone: person.time_zone.name().to_owned(),
        receives_breach_notices: person.receives_breach_notices,
        is_active: person.is_active,
        created_at: At(person.created_at),
    })
}

fn read(columns: PersonColumns) -> Result<Person, StoreError> {
    let id = columns.id;
    let row = Row { table: "person", id: &id };
    Ok(Person {
        id,
        email: row.parse(&columns.email)?,
        name: columns.name,
        role: row.word(columns.role)?,
        organization_id: columns.organization_id,
        team_id: columns.team_id,
        time_zone: row.parse(&columns.time_zone)?,
        receives_breach_notices: columns.receives_breach_notices,
        is_active: columns.is_active,
        created_at: columns.created_at.0,
    })
}
