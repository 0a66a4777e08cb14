//! Ending sessions: one, or all but the present one.

use crate::domain::{PersonId, SessionId};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Ends one session of a person. It is over with its next request, on every node.
///
/// # Errors
/// [`ServiceError::NotFound`] where it is not theirs or has ended.
pub fn end_session(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
    id: SessionId,
) -> Result<(), ServiceError> {
    match store::session::revoke(c, person, id, cx.now)? {
        true => Ok(()),
        false => Err(ServiceError::NotFound("session")),
    }
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
    Ok(store::session::revoke_others(c, person, kept, cx.now)?)
}
