//! Adding a contract, or a new version of one.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, ContractVersion, ContractVersionId, PersonId};
use crate::sla::{Contract, Instant};
use crate::store::{self, Connection};

/// A contract file with the calendars that it loads.
#[derive(Debug, Clone)]
pub struct NewContract {
    /// The text of the file.
    pub source: String,
    /// The texts of the `.ics` files it names.
    pub files: BTreeMap<String, String>,
    /// From when on new tickets are opened under it.
    pub effective_from: Instant,
    /// Whether senders who belong to no customer are served under it.
    pub is_default: bool,
    /// Who adds it.
    pub by: Option<PersonId>,
}

/// Adds a version of a contract. Tickets that are open keep the version they were opened under.
///
/// The first contract of an installation becomes the default.
///
/// # Errors
/// [`ServiceError::Invalid`] with every fault of the file by line and key; the contract in force is untouched.
pub fn add_contract(
    c: &mut Connection,
    cx: &Context,
    new: NewContract,
) -> Result<ContractVersion, ServiceError> {
    let files = |name: &str| new.files.get(name).cloned().ok_or_else(|| format!("{name} was not given"));
    let contract = Contract::parse(&new.source, &files)
        .map_err(|faults| ServiceError::invalid("source", faults.to_string()))?;
    let versions = store::contract::list_versions(c, contract.key())?;
    let number = versions.iter().map(|version| version.number).max().unwrap_or(0) + 1;
    let version = ContractVersion {
        id: ContractVersionId::new(cx.now),
        key: contract.key().to_owned(),
        name: contract.name().to_owned(),
        number,
        source: new.source,
        files: new.files,
        effective_from: new.effective_from,
        created_at: cx.now,
        created_by: new.by,
    };
    store::contract::insert_version(c, &version)?;
    if new.is_default || store::contract::default_key(c)?.is_none() {
        store::contract::set_default_key(c, &version.key)?;
    }
    let detail =
        json!({ "key": version.key, "number": version.number, "effective_from": version.effective_from });
    audit(c, cx, cx.actor, AuditAction::ContractAdded, version.id, &detail)?;
    Ok(version)
}
