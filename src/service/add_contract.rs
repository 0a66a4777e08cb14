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
/// [`ServiceError::Invalid`] with every fault of the file by line and key, and for a version that a later one keeps from
/// ever being in force; the contract in force is untouched.
pub fn add_contract(
    c: &mut Connection,
    cx: &Context,
    new: NewContract,
) -> Result<ContractVersion, ServiceError> {
    let files = |name: &str| new.files.get(name).cloned().ok_or_else(|| format!("{name} was not given"));
    let contract = Contract::parse(&new.source, &files)
        .map_err(|faults| ServiceError::invalid("source", faults.to_string()))?;
    let versions = store::contract::list_versions(c, contract.key())?;
    if let Some(newer) = in_the_way(&versions, new.effective_from, cx.now) {
        let since = contract.calendar().in_words(newer.effective_from);
        let text = format!(
            "Version {} has been in force since {since}, so that one from before it would never come into force. \
             Choose that time or a later one.",
            newer.number
        );
        return Err(ServiceError::invalid("effective_from", text));
    }
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

/// The version because of which one from `from` on would never be in force: it took effect later, and has done so by now.
/// One that is still to come leaves the time until then.
fn in_the_way(versions: &[ContractVersion], from: Instant, now: Instant) -> Option<&ContractVersion> {
    let later = versions.iter().filter(|one| one.effective_from > from && one.effective_from <= now);
    later.max_by_key(|one| (one.effective_from, one.number))
}
