//! Adding a customer.

use std::sync::Arc;

use chrono_tz::Tz;

use serde_json::json;

use super::administration::clean_name;
use super::{Context, ServiceError, audit, both, each};
use crate::domain::{AuditAction, MailDomain, Organization, OrganizationId, TeamId};
use crate::sla::Contract;
use crate::store::{self, Connection, StoreError};

/// A customer to be added.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// The name as shown, unique.
    pub name: String,
    /// The key of the contract its tickets are opened under.
    pub contract_key: String,
    /// Mail domains whose senders belong to it.
    pub domains: Vec<String>,
    /// The zone of its people; without one, the contract's.
    pub time_zone: Option<Tz>,
    /// The team that works its tickets first.
    pub team_id: Option<TeamId>,
}

/// Adds a customer.
///
/// # Errors
/// [`ServiceError::Invalid`] for a name or domain that is taken, or a contract of which no version is in force.
pub fn add_organization(
    c: &mut Connection,
    cx: &Context,
    new: NewOrganization,
) -> Result<Organization, ServiceError> {
    let id = OrganizationId::new(cx.now);
    let named = both(free_name(c, id, &new.name), in_force(c, cx, &new.contract_key));
    let ((name, contract), domains) = both(named, check_domains(c, id, &new.domains))?;
    let organization = Organization {
        id,
        name,
        contract_key: new.contract_key,
        domains,
        time_zone: new.time_zone.unwrap_or_else(|| contract.calendar().time_zone()),
        team_id: new.team_id,
        created_at: cx.now,
    };
    store::organization::insert(c, &organization).map_err(taken)?;
    let detail = json!({ "contract": organization.contract_key, "team": organization.team_id });
    audit(c, cx, cx.actor, AuditAction::OrganizationAdded, organization.id, &detail)?;
    Ok(organization)
}

/// The agreement of a customer's new tickets, as it is now.
fn in_force(c: &mut Connection, cx: &Context, key: &str) -> Result<Arc<Contract>, ServiceError> {
    match store::contract::in_force(c, key, cx.now)? {
        Some(version) => cx.contracts.get(c, version.id),
        None => Err(ServiceError::invalid(
            "contract",
            format!("No version of a contract “{key}” is in force: add it first."),
        )),
    }
}

/// The name that an organization is to have, and no other has.
pub(super) fn free_name(c: &mut Connection, id: OrganizationId, raw: &str) -> Result<String, ServiceError> {
    let name = clean_name(raw)?;
    match store::organization::find_by_name(c, &name)?.filter(|owner| owner.id != id) {
        None => Ok(name),
        Some(_) => Err(name_is_taken()),
    }
}

/// The domains that an organization is to have: each its own, and nobody else's.
pub(super) fn check_domains(
    c: &mut Connection,
    id: OrganizationId,
    typed: &[String],
) -> Result<Vec<String>, ServiceError> {
    each(typed.iter().map(|text| {
        let refused = |fault: String| ServiceError::invalid("domains", fault);
        let domain = MailDomain::parse(text).map_err(refused)?;
        let owner = store::organization::find_by_domain(c, domain.as_str())?;
        match owner.filter(|owner| owner.id != id) {
            None => Ok(domain.into_string()),
            Some(owner) => Err(refused(format!("{} belongs to {}.", domain.as_str(), owner.name))),
        }
    }))
}

pub(super) fn taken(error: StoreError) -> ServiceError {
    match error {
        // Somebody else was faster than the look at who has it, or at the name.
        StoreError::Unique { constraint } if constraint.contains("domain") => {
            ServiceError::invalid("domains", "One of these domains belongs to another organization.")
        }
        StoreError::Unique { .. } => name_is_taken(),
        other => other.into(),
    }
}

fn name_is_taken() -> ServiceError {
    ServiceError::invalid("name", "There is an organization of this name.")
}
