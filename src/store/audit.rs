//! The audit log: entries are added, and never changed; the database itself refuses both.
//!
//! Adding one locks the row that says where the log ends, until the transaction ends: entries have one order. So only
//! acts of administration and of safety go in here, never the ordinary life of tickets, and always as the last thing
//! of their transaction.

use diesel::prelude::*;
use uuid::Uuid;

use super::any_connection::MultiBackend;
use super::dialect::lock_audit_head;
use super::schema::{audit_entry, audit_head};
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{AuditAction, AuditActor, AuditEntry, AuditHead, AuditObject, PersonId};
use crate::sla::Instant;

/// The one row of the head.
pub(super) const HEAD: i64 = 1;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entry)]
struct AuditColumns {
    number: i64,
    at: At,
    actor: String,
    person_id: Option<PersonId>,
    action: String,
    object: String,
    object_id: Option<String>,
    detail: String,
    seal: String,
}

/// An entry with its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// What it says.
    pub entry: AuditEntry,
    /// Its seal, over the seal of the entry before.
    pub seal: String,
}

/// Which entries a list shows; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Done by this person.
    pub person: Option<PersonId>,
    /// This act.
    pub action: Option<AuditAction>,
    /// Done at or after this instant.
    pub from: Option<Instant>,
    /// Done before this instant.
    pub until: Option<Instant>,
}

/// Where the log ends, with the seal over it, and nobody else may add until this transaction ends.
///
/// # Errors
/// [`StoreError`].
pub fn lock_head(c: &mut Connection) -> Result<(AuditHead, String), StoreError> {
    lock_audit_head(c)?;
    head(c)
}

/// Where the log ends, with the seal over it; both seals are empty for an empty log.
///
/// # Errors
/// [`StoreError::NotFound`] where somebody removed the row.
pub fn head(c: &mut Connection) -> Result<(AuditHead, String), StoreError> {
    let columns = (audit_head::number, audit_head::entry_seal, audit_head::seal);
    let (number, entry_seal, seal) = audit_head::table.find(HEAD).select(columns).first(c)?;
    Ok((AuditHead { number, seal: entry_seal }, seal))
}

/// Adds an entry and moves the head behind it. The head has to be locked.
///
/// # Errors
/// [`StoreError::Unique`] where the head was not locked and somebody else was faster.
pub fn append(c: &mut Connection, sealed: &SealedEntry, head_seal: &str) -> Result<(), StoreError> {
    let entry = &sealed.entry;
    let (actor, person_id) = match entry.actor {
        AuditActor::Person(person) => ("person", Some(person)),
        AuditActor::CommandLine => ("command_line", None),
        AuditActor::System => ("system", None),
    };
    let columns = AuditColumns {
        number: entry.number,
        at: At(entry.at),
        actor: actor.to_owned(),
        person_id,
        action: word(&entry.action)?,
        object: word(&entry.object.kind)?,
        object_id: entry.object.id.map(|id| id.to_string()),
        detail: entry.detail.clone(),
        seal: sealed.seal.clone(),
    };
    diesel::insert_into(audit_entry::table).values(columns).execute(c)?;
    let moved = (
        audit_head::number.eq(entry.number),
        audit_head::entry_seal.eq(&sealed.seal),
        audit_head::seal.eq(head_seal),
    );
    diesel::update(audit_head::table.find(HEAD)).set(moved).execute(c)?;
    Ok(())
}

/// Up to `limit` entries, the last one first, before this number.
///
/// # Errors
/// [`StoreError::Corrupt`] for an entry that cannot be read.
pub fn list(
    c: &mut Connection,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SealedEntry>, StoreError> {
    let mut found = audit_entry::table.into_boxed::<MultiBackend>();
    if let Some(person) = filter.person {
        found = found.filter(audit_entry::person_id.eq(Some(person)));
    }
    if let Some(action) = filter.action {
        found = found.filter(audit_entry::action.eq(word(&action)?));
    }
    if let Some(from) = filter.from {
        found = found.filter(audit_entry::at.ge(At(from)));
    }
    if let Some(until) = filter.until {
        found = found.filter(audit_entry::at.lt(At(until)));
    }
    if let Some(before) = before {
        found = found.filter(audit_entry::number.lt(before));
    }
    let rows = found.order(audit_entry::number.desc()).limit(limit).select(AuditColumns::as_select());
    rows.load(c)?.into_iter().map(read).collect()
}

/// Up to `limit` entries in their order, after this number.
///
/// # Errors
/// [`StoreError::Corrupt`] for an entry that cannot be read.
pub fn after(c: &mut Connection, number: i64, limit: i64) -> Result<Vec<SealedEntry>, StoreError> {
    let query = audit_entry::table
        .filter(audit_entry::number.gt(number))
        .order(audit_entry::number)
        .limit(limit)
        .select(AuditColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

fn read(columns: AuditColumns) -> Result<SealedEntry, StoreError> {
    let row = Row { table: "audit_entry", id: &columns.number };
    let actor = match (columns.actor.as_str(), columns.person_id) {
        ("person", Some(person)) => AuditActor::Person(person),
        ("command_line", None) => AuditActor::CommandLine,
        ("system", None) => AuditActor::System,
        _ => return Err(row.corrupt()),
    };
    let id: Option<Uuid> = columns.object_id.map(|id| row.parse(&id)).transpose()?;
    let entry = AuditEntry {
        number: columns.number,
        at: columns.at.0,
        actor,
        action: row.word(columns.action)?,
        object: AuditObject { kind: row.word(columns.object)?, id },
        detail: columns.detail,
    };
    Ok(SealedEntry { entry, seal: columns.seal })
}
