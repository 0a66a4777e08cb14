//! Contracts as the engine reads them, parsed once for each version and state of the proclaimed holidays.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, RwLock};

use super::ServiceError;
use crate::domain::{ContractVersion, ContractVersionId, Organization, ProclaimedDays};
use crate::sla::{Contract, Instant};
use crate::store::{self, Connection};

/// A cache of parsed contracts. A version's text never changes, but days may be proclaimed holidays for it, here or by
/// another process: so each clone looks once which days stand. A request, or a tick, takes a clone of its own.
#[derive(Debug, Default)]
pub struct Contracts {
    parsed: Arc<RwLock<HashMap<ContractVersionId, Arc<Contract>>>>,
    proclaimed: OnceLock<ProclaimedDays>,
}

impl Clone for Contracts {
    fn clone(&self) -> Self {
        Self { parsed: Arc::clone(&self.parsed), proclaimed: OnceLock::new() }
    }
}

impl Contracts {
    /// The contract of a version, with the holidays that are proclaimed for it.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such version, [`ServiceError::Contract`] where it does not parse.
    pub fn get(&self, c: &mut Connection, id: ContractVersionId) -> Result<Arc<Contract>, ServiceError> {
        let proclaimed = self.proclaimed(c)?;
        let known = self.parsed.read().ok().and_then(|cache| cache.get(&id).cloned());
        let contract = match &known {
            Some(known) => Arc::clone(known),
            None => Arc::new(parse(&store::contract::version(c, id)?)?),
        };
        let none = BTreeMap::new();
        let days = proclaimed.get(contract.key()).unwrap_or(&none);
        if known.is_some() && contract.calendar().proclaimed() == days {
            return Ok(contract);
        }
        let contract = Arc::new(contract.with_proclaimed(days.clone()));
        if let Ok(mut cache) = self.parsed.write() {
            cache.insert(id, Arc::clone(&contract));
        }
        Ok(contract)
    }

    /// The version in force at an instant for an organization, or the default contract's for a stranger.
    ///
    /// # Errors
    /// [`ServiceError::Contract`] where no version is in force yet.
    pub fn in_force(
        &self,
        c: &mut Connection,
        organization: Option<&Organization>,
        at: Instant,
    ) -> Result<(ContractVersionId, Arc<Contract>), ServiceError> {
        let key = key(c, organization)?;
        let id = store::contract::id_in_force(c, &key, at)?
            .ok_or_else(|| ServiceError::Contract(format!("no version of “{key}” is in force")))?;
        Ok((id, self.get(c, id)?))
    }

    /// The instant from which the first version is in force for an organization, or the default contract's for a
    /// stranger; none where there is no version.
    ///
    /// # Errors
    /// [`ServiceError::Contract`] where no default contract is chosen.
    pub fn begin(
        &self,
        c: &mut Connection,
        organization: Option<&Organization>,
    ) -> Result<Option<Instant>, ServiceError> {
        let key = key(c, organization)?;
        Ok(store::contract::begin(c, &key)?)
    }

    fn proclaimed(&self, c: &mut Connection) -> Result<&ProclaimedDays, ServiceError> {
        if let Some(known) = self.proclaimed.get() {
            return Ok(known);
        }
        let found = store::holiday::standing(c)?;
        Ok(self.proclaimed.get_or_init(|| found))
    }
}

fn key(c: &mut Connection, organization: Option<&Organization>) -> Result<String, ServiceError> {
    match organization {
        Some(organization) => Ok(organization.contract_key.clone()),
        None => store::contract::default_key(c)?.ok_or_else(no_default),
    }
}

fn no_default() -> ServiceError {
    ServiceError::Contract("no default contract is chosen: add one with `punctual contract add`".to_owned())
}

fn parse(version: &ContractVersion) -> Result<Contract, ServiceError> {
    let files = |name: &str| version.files.get(name).cloned().ok_or_else(|| format!("{name} was not stored"));
    Contract::parse(&version.source, &files).map_err(|faults| ServiceError::Contract(faults.to_string()))
}
