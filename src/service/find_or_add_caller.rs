//! The contact in whose name an agent opens a ticket.

use serde_json::json;

use super::receive_mail::{contact, named_meanwhile};
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, EmailAddress, Person, ticket_of_reply_address};
use crate::store::{self, Connection};

/// The customer's contact with this address. Somebody nobody knew becomes one, as the sender of a mail does: of the
/// customer whose domain it is, else of none.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer; [`ServiceError::Invalid`] naming `requester` for an address of the provider;
/// [`ServiceError::Conflict`] for one that was given to a person of the provider in this very moment.
pub fn find_or_add_caller(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    email: EmailAddress,
    name: &str,
) -> Result<Person, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents open tickets for others."));
    }
    let is_ours = cx.identity.own_addresses.contains(&email)
        || ticket_of_reply_address(&cx.identity.signer, &email).is_some();
    let known = store::person::find_by_email(c, &email)?;
    if is_ours || known.as_ref().is_some_and(|person| person.role.is_staff()) {
        let fault = format!("{email} is an address of our own: tickets are opened for customers.");
        return Err(ServiceError::invalid("requester", fault));
    }
    if let Some(known) = known {
        return Ok(known);
    }
    let person = contact(c, cx, email, Some(name))?;
    if !store::person::insert_if_new(c, &person)? {
        return named_meanwhile(c, &person.email);
    }
    let detail = json!({ "role": person.role, "organization": person.organization_id });
    audit(c, cx, cx.actor, AuditAction::PersonAdded, person.id, &detail)?;
    Ok(person)
}
