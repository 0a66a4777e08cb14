//! Saying which contacts of a customer hear of broken promises, give instructions, and say so.

use serde_json::json;

use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, ContactRights, Instructs, OrganizationId, Person, PersonId, Role};
use crate::store::person::PersonFilter;
use crate::store::{self, Connection};

/// Contacts of one customer at most that can be looked after in one form.
pub const MOST_CONTACTS: i64 = 500;

/// What a customer's contacts are to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactPlan {
    /// Who hears of broken promises; where nobody does, the reporter hears of them.
    pub receives_breach_notices: Vec<PersonId>,
    /// Who gives instructions.
    pub main: Option<PersonId>,
    /// Who does when the main contact can't be reached.
    pub backup: Option<PersonId>,
    /// Who says all this.
    pub administrators: Vec<PersonId>,
}

/// Whether somebody looks after a customer's contacts: an administrator of the provider, or the customer's own.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn administers_contacts(
    c: &mut Connection,
    by: &Person,
    organization: OrganizationId,
) -> Result<bool, ServiceError> {
    if by.role == Role::Admin {
        return Ok(true);
    }
    let rights = store::contact_right::find(c, by.id)?;
    Ok(by.organization_id == Some(organization) && rights.is_some_and(|rights| rights.administers))
}

/// Writes what a customer's contacts are to do. It holds from the next request and the next notice on.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody who does not look after them, [`ServiceError::Invalid`] for somebody who is
/// no contact of this customer, for one person in both places, and for a customer's administrator who leaves none.
pub fn change_contacts(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    organization: OrganizationId,
    plan: &ContactPlan,
) -> Result<(), ServiceError> {
    if !administers_contacts(c, by, organization)? {
        return Err(ServiceError::Forbidden("Only your organization’s administrators change this."));
    }
    let of_customer = PersonFilter { organization: Some(organization), ..PersonFilter::default() };
    let contacts = store::person::list(c, &of_customer, None, MOST_CONTACTS)?;
    check(by, plan, &contacts)?;
    let rights: Vec<ContactRights> = contacts.iter().filter_map(|contact| rights(plan, contact.id)).collect();
    store::contact_right::replace(c, organization, &rights)?;
    for contact in contacts {
        let receives = plan.receives_breach_notices.contains(&contact.id);
        if contact.receives_breach_notices != receives {
            store::person::update(c, &Person { receives_breach_notices: receives, ..contact })?;
        }
    }
    let detail = json!({
        "main": plan.main, "backup": plan.backup, "administrators": plan.administrators,
        "receives_breach_notices": plan.receives_breach_notices,
    });
    audit(c, cx, by, AuditAction::ContactsChanged, organization, &detail)?;
    Ok(())
}

fn check(by: &Person, plan: &ContactPlan, contacts: &[Person]) -> Result<(), ServiceError> {
    let named = plan.receives_breach_notices.iter().chain(&plan.main).chain(&plan.backup);
    for id in named.chain(&plan.administrators) {
        if !contacts.iter().any(|contact| contact.id == *id) {
            return Err(ServiceError::invalid("contact", "This is no contact of the customer."));
        }
    }
    if plan.main.is_some() && plan.main == plan.backup {
        return Err(ServiceError::invalid(
            "backup",
            "The backup has to be somebody else than the main contact.",
        ));
    }
    if by.role != Role::Admin && plan.administrators.is_empty() {
        return Err(ServiceError::invalid("administrators", "Keep at least one administrator."));
    }
    Ok(())
}

fn rights(plan: &ContactPlan, id: PersonId) -> Option<ContactRights> {
    let instructs = match Some(id) {
        id if id == plan.main => Some(Instructs::Main),
        id if id == plan.backup => Some(Instructs::Backup),
        _ => None,
    };
    let administers = plan.administrators.contains(&id);
    (administers || instructs.is_some()).then_some(ContactRights { person_id: id, instructs, administers })
}
