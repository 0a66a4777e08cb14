//! Choosing a password: by a link, or by whoever is signed in.

use serde_json::Value;

use super::tell_change::tell_change;
use super::use_link::use_link;
use crate::domain::{AccountChange, AuditAction, LinkPurpose, Person, PersonId, SessionId};
use crate::service::{Context, ServiceError, audit};
use crate::store::{self, Connection};

/// Sets the password of whoever was mailed a link for it, ends their sessions, and tells them.
///
/// # Errors
/// [`ServiceError::NotFound`] for a link that is not good, or for something else.
pub fn choose_password_by_link(
    c: &mut Connection,
    cx: &Context,
    token: &str,
    hash: &str,
) -> Result<Person, ServiceError> {
    let (link, person) = use_link(c, cx, token)?;
    if link.purpose == LinkPurpose::SignIn {
        return Err(ServiceError::NotFound("link"));
    }
    set(c, cx, &person, hash)?;
    Ok(person)
}

/// Changes the password of somebody who is signed in. Their other sessions end; this one goes on.
///
/// # Errors
/// [`ServiceError::NotFound`].
pub fn change_password(
    c: &mut Connection,
    cx: &Context,
    id: PersonId,
    session: SessionId,
    hash: &str,
) -> Result<(), ServiceError> {
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    set(c, cx, &person, hash)?;
    let generation = store::person::token_generation(c, id)?;
    Ok(store::session::keep(c, session, generation)?)
}

fn set(c: &mut Connection, cx: &Context, person: &Person, hash: &str) -> Result<(), ServiceError> {
    store::person::set_password_hash(c, person.id, Some(hash))?;
    store::person::bump_token_generation(c, person.id)?;
    for purpose in [LinkPurpose::PasswordReset, LinkPurpose::Invitation, LinkPurpose::SignIn] {
        store::link::use_up_all(c, person.id, purpose, cx.now)?;
    }
    tell_change(c, cx, person, AccountChange::Password)?;
    audit(c, cx, person, AuditAction::PasswordChosen, person.id, &Value::Null)
}
