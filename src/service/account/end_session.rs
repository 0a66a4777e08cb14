//! Ending sessions: the present one, another one, or all but the present one.

use serde_json::json;

use crate::domain::{AuditAction, AuditActor, PersonId, SessionId};
use crate::service::{Context, ServiceError, audit};
use crate::store::{self, Connection};

/// Ends the session from which a person asks. That is nothing for the audit log.
///
/// # Errors
/// [`ServiceError::NotFound`] where it has ended.
pub fn sign_out(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
    current: SessionId,
) -> Result<(), ServiceError> {
    match store::session::revoke(c, person, current, cx.now)? {
        true => Ok(()),
        false => Err(ServiceError::NotFound("session")),
    }
}

/// Ends one session of a person from elsewhere. It is over with its next request, on every node.
///
/// # Errors
/// [`ServiceError::NotFound`] where it is not theirs or has ended.
pub fn end_session(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
    id: SessionId,
) -> Result<(), ServiceError> {
    sign_out(c, cx, person, id)?;
    revoked(c, cx, AuditActor::Person(person), person, 1)
}

/// Ends every session of a person but one, and says how many those were.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn end_other_sessions(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
    kept: SessionId,
) -> Result<usize, ServiceError> {
    let ended = store::session::revoke_others(c, person, kept, cx.now)?;
    if ended > 0 {
        revoked(c, cx, AuditActor::Person(person), person, ended)?;
    }
    Ok(ended)
}

/// Writes into the audit log that so many sessions were ended before their time.
pub(super) fn revoked(
    c: &mut Connection,
    cx: &Context,
    by: AuditActor,
    person: PersonId,
    sessions: usize,
) -> Result<(), ServiceError> {
    audit(c, cx, by, AuditAction::SessionRevoked, person, &json!({ "sessions": sessions }))
}
