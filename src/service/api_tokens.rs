//! Making and revoking the tokens with which programs call the API.

use serde_json::json;

use super::administration::clean_name;
use super::{Asker, Context, ServiceError, audit, both};
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, AuditAction, Person, PersonId, TokenScope};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// For whom it acts.
    pub person_id: PersonId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// When it ends, if ever.
    pub expires_at: Option<Instant>,
}

/// Adds a token for a secret that was made at random. The secret is not kept: only who is shown it now will ever know
/// it.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator; [`ServiceError::Invalid`] for a bad name, a person who
/// is not there or may not sign in, an end that is past.
pub fn add_api_token(
    c: &mut Connection,
    cx: &Context,
    by: Asker<'_>,
    new: NewApiToken,
    secret: &ApiSecret,
) -> Result<ApiToken, ServiceError> {
    let actor = by.allowed()?;
    let named = both(clean_name(&new.name), active(c, new.person_id));
    let ((name, person), ()) = both(named, check_end(cx, new.expires_at))?;
    let token = ApiToken {
        id: ApiTokenId::new(cx.now),
        person_id: person.id,
        name,
        scope: new.scope,
        created_at: cx.now,
        expires_at: new.expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    store::api_token::insert(c, &token, secret)?;
    let detail = json!({ "person": person.id, "scope": new.scope });
    audit(c, cx, actor, AuditAction::ApiTokenAdded, token.id, &detail)?;
    Ok(token)
}

fn active(c: &mut Connection, id: PersonId) -> Result<Person, ServiceError> {
    let person = store::person::find(c, id)?.filter(|person| person.is_active);
    person.ok_or_else(|| ServiceError::invalid("person", "There is no such person, or they may not sign in."))
}

fn check_end(cx: &Context, end: Option<Instant>) -> Result<(), ServiceError> {
    match end.is_some_and(|end| end <= cx.now) {
        true => Err(ServiceError::invalid("expires_at", "Choose an end that is still to come.")),
        false => Ok(()),
    }
}

/// Makes a token good for nothing from now on. Doing it twice is doing it once.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn revoke_api_token(
    c: &mut Connection,
    cx: &Context,
    by: Asker<'_>,
    id: ApiTokenId,
) -> Result<(), ServiceError> {
    let actor = by.allowed()?;
    store::api_token::revoke(c, id, cx.now).map_err(|error| match error {
        StoreError::NotFound => ServiceError::NotFound("token"),
        other => other.into(),
    })?;
    audit(c, cx, actor, AuditAction::ApiTokenRevoked, id, &json!({}))
}
