//! Contracts as the engine reads them, parsed once for each version.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::ServiceError;
use crate::domain::{ContractVersion, ContractVersionId, Organization};
use crate::sla::{Contract, Instant};
use crate::store::{self, Connection};

/// A cache of parsed contracts. A version never changes, so nothing ever has to leave it.
#[derive(Debug, Clone, Default)]
pub struct Contracts(Arc<RwLock<HashMap<ContractVersionId, Arc<Contract>>>>);

impl Contracts {
    /// The contract of a version.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is no such version, [`ServiceError::Contract`] where it does not parse.
    pub fn get(&self, c: &mut Connection, id: ContractVersionId) -> Result<Arc<Contract>, ServiceError> {
        if let Some(known) = self.0.read().ok().and_then(|cache| cache.get(&id).cloned()) {
            return Ok(known);
        }
        let version = store::contract::version(c, id)?;
        let contract = Arc::new(parse(&version)?);
        if let Ok(mut cache) = self.0.write() {
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
        let key = match organization {
            Some(organization) => organization.contract_key.clone(),
            None => store::contract::default_key(c)?.ok_or_else(no_default)?,
        };
        let id = store::contract::id_in_force(c, &key, at)?
            .ok_or_else(|| ServiceError::Contract(format!("no version of “{key}” is in force")))?;
        Ok((id, self.get(c, id)?))
    }
}

fn no_default() -> ServiceError {
    ServiceError::Contract("no default contract is chosen: add one with `punctual contract add`".to_owned())
}

fn parse(version: &ContractVersion) -> Result<Contract, ServiceError> {
    let files = |name: &str| version.files.get(name).cloned().ok_or_else(|| format!("{name} was not stored"));
    Contract::parse(&version.source, &files).map_err(|faults| ServiceError::Contract(faults.to_string()))
}
