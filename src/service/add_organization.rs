//! Adding a customer.

use chrono_tz::Tz;

use serde_json::json;

use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, MailDomain, Organization, OrganizationId, TeamId};
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
    let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 {
        return Err(ServiceError::invalid("name", "Write a name of 1 to 200 characters."));
    }
    let Some(version) = store::contract::in_force(c, &new.contract_key, cx.now)? else {
        return Err(ServiceError::invalid(
            "contract",
            format!("No version of a contract “{}” is in force: add it first.", new.contract_key),
        ));
    };
    let contract = cx.contracts.get(c, version.id)?;
    let id = OrganizationId::new(cx.now);
    let organization = Organization {
        id,
        name,
        contract_key: new.contract_key,
        domains: check_domains(c, id, &new.domains)?,
        time_zone: new.time_zone.unwrap_or_else(|| contract.calendar().time_zone()),
        team_id: new.team_id,
        created_at: cx.now,
    };
    store::organization::insert(c, &organization).map_err(taken)?;
    let detail = json!({ "contract": organization.contract_key, "team": organization.team_id });
    audit(c, cx, cx.actor, AuditAction::OrganizationAdded, organization.id, &detail)?;
    Ok(organization)
}

/// The domains that an organization is to have: each its own, and nobody else's.
pub(super) fn check_domains(
    c: &mut Connection,
    id: OrganizationId,
    typed: &[String],
) -> Result<Vec<String>, ServiceError> {
    let mut domains = Vec::with_capacity(typed.len());
    for text in typed {
        let refused = |fault: String| ServiceError::invalid("domains", fault);
        let domain = MailDomain::parse(text).map_err(refused)?;
        let owner = store::organization::find_by_domain(c, domain.as_str())?;
        if let Some(owner) = owner.filter(|owner| owner.id != id) {
            return Err(refused(format!("{} belongs to {}.", domain.as_str(), owner.name)));
        }
        domains.push(domain.into_string());
    }
    Ok(domains)
}

pub(super) fn taken(error: StoreError) -> ServiceError {
    match error {
        // Somebody else was faster than the look at who has it.
        StoreError::Unique { constraint } if constraint.contains("domain") => {
            ServiceError::invalid("domains", "One of these domains belongs to another organization.")
        }
        StoreError::Unique { .. } => ServiceError::invalid("name", "There is an organization of this name."),
        other => other.into(),
    }
}
