//! Erasing a person's data, as their right to be forgotten asks for.

use serde_json::json;

use super::{Asker, Context, ServiceError, audit};
use crate::domain::{AuditAction, EmailAddress, Person, PersonId, Role};
use crate::store::erasure::{self, Traces};
use crate::store::{self, Connection};

/// The name of everybody who was erased.
const NAME: &str = "Erased person";

/// Erases a person: name, address, password and sessions; the texts and files of their messages; the subjects and
/// answers of their tickets; their mails as they came. Their address goes from every table, their name from what others
/// wrote in their tickets. Tickets, severities, instants and promises stay, so that figures stay true. It can't be
/// undone.
///
/// Backups that were made before still hold the data until they are pruned.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// for a person of the provider who may still sign in.
pub fn erase_person(
    c: &mut Connection,
    cx: &Context,
    by: Asker<'_>,
    id: PersonId,
) -> Result<Traces, ServiceError> {
    let actor = by.allowed()?;
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    if person.role != Role::Customer && person.is_active {
        return Err(ServiceError::invalid("person", "Disable this person first: they may still sign in."));
    }
    let traces = erasure::traces(c, id, person.email.as_str())?;
    erasure::erase_words(c, &cx.identity.keys, id, &traces)?;
    let address = format!("erased-{}@erased.invalid", id.0.simple());
    for ticket in &traces.tickets {
        erasure::replace_in_ticket(c, *ticket, &person.name, NAME)?;
    }
    erasure::replace_everywhere(c, person.email.as_str(), &address)?;
    erasure::search_what_is_left(c, id, &address)?;
    let email = EmailAddress::parse(&address)
        .map_err(|_| ServiceError::Conflict("The address could not be replaced.".to_owned()))?;
    let erased =
        Person { name: NAME.to_owned(), email, is_active: false, receives_breach_notices: false, ..person };
    store::person::update(c, &erased)?;
    store::person::set_password_hash(c, id, None)?;
    store::person::bump_token_generation(c, id)?;
    let detail = json!({
        "tickets": traces.tickets.len(), "messages": traces.messages,
        "files": traces.attachments.len(), "mails": traces.mails.len(),
    });
    audit(c, cx, actor, AuditAction::PersonErased, id, &detail)?;
    Ok(traces)
}
