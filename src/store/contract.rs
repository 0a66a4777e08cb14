//! Versions of contracts, and which one is in force.

use diesel::dsl::min;
use diesel::prelude::*;

use super::schema::contract_version;
use super::sql_type::{At, Json};
use super::word::{Row, json};
use super::{Connection, StoreError, setting};
use crate::domain::{ContractVersion, ContractVersionId, PersonId};
use crate::sla::Instant;

/// The setting that names the contract of senders who belong to no customer.
const DEFAULT_KEY: &str = "default_contract";

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = contract_version)]
struct ContractColumns {
    id: ContractVersionId,
    key: String,
    name: String,
    number: i32,
    source: String,
    files: Json,
    effective_from: At,
    created_at: At,
    created_by: Option<PersonId>,
}

/// Adds a version. A version never changes afterwards.
///
/// # Errors
/// [`StoreError::Unique`] with `contract_version_key_number_key` if the key has that number already.
pub fn insert_version(c: &mut Connection, version: &ContractVersion) -> Result<(), StoreError> {
    let columns = ContractColumns {
        id: version.id,
        key: version.key.clone(),
        name: version.name.clone(),
        number: version.number,
        source: version.source.clone(),
        files: json(&version.files)?,
        effective_from: At(version.effective_from),
        created_at: At(version.created_at),
        created_by: version.created_by,
    };
    diesel::insert_into(contract_version::table).values(columns).execute(c)?;
    Ok(())
}

/// The version with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn version(c: &mut Connection, id: ContractVersionId) -> Result<ContractVersion, StoreError> {
    read(contract_version::table.find(id).select(ContractColumns::as_select()).first(c)?)
}

/// The version of a contract that is in force at an instant: the last one to take effect by then.
///
/// # Errors
/// [`StoreError`].
pub fn in_force(c: &mut Connection, key: &str, at: Instant) -> Result<Option<ContractVersion>, StoreError> {
    id_in_force(c, key, at)?.map(|id| version(c, id)).transpose()
}

/// The id of that version, without its text, which is long.
///
/// # Errors
/// [`StoreError`].
pub fn id_in_force(
    c: &mut Connection,
    key: &str,
    at: Instant,
) -> Result<Option<ContractVersionId>, StoreError> {
    let query = contract_version::table
        .filter(contract_version::key.eq(key))
        .filter(contract_version::effective_from.le(At(at)))
        .order((contract_version::effective_from.desc(), contract_version::number.desc()))
        .select(contract_version::id);
    Ok(query.first(c).optional()?)
}

/// The instant from which the first version of a contract is in force; none where there is no version.
///
/// # Errors
/// [`StoreError`].
pub fn begin(c: &mut Connection, key: &str) -> Result<Option<Instant>, StoreError> {
    let versions = contract_version::table.filter(contract_version::key.eq(key));
    let first: Option<At> = versions.select(min(contract_version::effective_from)).first(c)?;
    Ok(first.map(|at| at.0))
}

/// Every version of a contract, the first one first.
///
/// # Errors
/// [`StoreError`].
pub fn list_versions(c: &mut Connection, key: &str) -> Result<Vec<ContractVersion>, StoreError> {
    let query = contract_version::table
        .filter(contract_version::key.eq(key))
        .order(contract_version::number)
        .select(ContractColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The version in force of every contract, by key.
///
/// # Errors
/// [`StoreError`].
pub fn list_in_force(c: &mut Connection, at: Instant) -> Result<Vec<ContractVersion>, StoreError> {
    let query = contract_version::table
        .filter(contract_version::effective_from.le(At(at)))
        .order((
            contract_version::key,
            contract_version::effective_from.desc(),
            contract_version::number.desc(),
        ))
        .select(ContractColumns::as_select());
    let mut rows: Vec<ContractColumns> = query.load(c)?;
    rows.dedup_by(|later, first| later.key == first.key);
    rows.into_iter().map(read).collect()
}

/// The key of the contract for senders who belong to no customer.
///
/// # Errors
/// [`StoreError`].
pub fn default_key(c: &mut Connection) -> Result<Option<String>, StoreError> {
    let value = setting::get(c, DEFAULT_KEY)?;
    Ok(value.and_then(|value| value.as_str().map(ToOwned::to_owned)))
}

/// Chooses the contract for senders who belong to no customer.
///
/// # Errors
/// [`StoreError`].
pub fn set_default_key(c: &mut Connection, key: &str) -> Result<(), StoreError> {
    setting::put(c, DEFAULT_KEY, &serde_json::Value::from(key))
}

fn read(columns: ContractColumns) -> Result<ContractVersion, StoreError> {
    let id = columns.id;
    let files = Row { table: "contract_version", id: &id }.json(columns.files)?;
    Ok(ContractVersion {
        id,
        key: columns.key,
        name: columns.name,
        number: columns.number,
        source: columns.source,
        files,
        effective_from: columns.effective_from.0,
        created_at: columns.created_at.0,
        created_by: columns.created_by,
    })
}
