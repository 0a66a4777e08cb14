//! Changing a customer.

use chrono_tz::Tz;
use serde_json::json;

use super::add_organization::{check_domains, free_name, taken};
use super::administration::require_admin;
use super::{Context, ServiceError, audit, both};
use crate::domain::{AuditAction, Organization, OrganizationId, Person, TeamId};
use crate::store::{self, Connection};

/// What of a customer can be changed.
#[derive(Debug, Clone)]
pub struct OrganizationChange {
    /// The name as shown, unique.
    pub name: String,
    /// The key of the contract its new tickets are opened under; tickets keep theirs.
    pub contract_key: String,
    /// Mail domains whose senders belong to it.
    pub domains: Vec<String>,
    /// The zone of its people who have not chosen one.
    pub time_zone: Tz,
    /// The team that works its tickets first.
    pub team_id: Option<TeamId>,
}

/// Changes a customer.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// as for a new one.
pub fn change_organization(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: OrganizationId,
    change: OrganizationChange,
) -> Result<Organization, ServiceError> {
    require_admin(by)?;
    let before = store::organization::find(c, id)?.ok_or(ServiceError::NotFound("customer"))?;
    let named = both(free_name(c, id, &change.name), check_contract(c, cx, &change.contract_key));
    let ((name, ()), domains) = both(named, check_domains(c, id, &change.domains))?;
    let organization = Organization {
        name,
        contract_key: change.contract_key,
        domains,
        time_zone: change.time_zone,
        team_id: change.team_id,
        ..before
    };
    store::organization::update(c, &organization).map_err(taken)?;
    let detail = json!({ "contract": organization.contract_key, "team": organization.team_id });
    audit(c, cx, by, AuditAction::OrganizationChanged, id, &detail)?;
    Ok(organization)
}

fn check_contract(c: &mut Connection, cx: &Context, key: &str) -> Result<(), ServiceError> {
    match store::contract::in_force(c, key, cx.now)? {
        Some(_) => Ok(()),
        None => Err(ServiceError::invalid("contract", "Choose a contract of which a version is in force.")),
    }
}
