//! Exchanging a refresh token: each one is good once, and an old one that turns up ends the session.

use chrono::TimeDelta;

use super::end_session::revoked;
use crate::domain::{AuditActor, Person, SessionId, SessionRecord};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// How long the token before the present one is still taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshGrace {
    /// Not at all: a program sends one request at a time, and sees its answer.
    None,
    /// For half a minute: a browser sends several requests at once with the same cookies.
    Browser,
}

impl RefreshGrace {
    fn length(self) -> TimeDelta {
        match self {
            Self::None => TimeDelta::zero(),
            Self::Browser => TimeDelta::seconds(30),
        }
    }
}

/// What became of a refresh token.
#[derive(Debug)]
pub enum Refreshed {
    /// The session goes on: these are its rotation and its person now.
    Goes(Box<(SessionRecord, Person)>),
    /// The session is over.
    Over,
    /// The token had been exchanged before: somebody has a copy, so the session has been ended for both.
    Reused,
}

/// Exchanges the refresh token of a rotation for the next one.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn refresh_session(
    c: &mut Connection,
    cx: &Context,
    id: SessionId,
    rotation: i64,
    grace: RefreshGrace,
    address: Option<&str>,
) -> Result<Refreshed, ServiceError> {
    let Some(before) = store::session::find(c, id)? else { return Ok(Refreshed::Over) };
    let person = store::person::find(c, before.person_id)?.filter(|person| person.is_active);
    let Some(person) = person else { return Ok(Refreshed::Over) };
    let generation = store::person::token_generation(c, person.id)?;
    if !before.is_live(generation, cx.now) {
        return Ok(Refreshed::Over);
    }
    let is_ours = store::session::rotate(c, id, rotation, address, cx.now)?;
    let Some(session) = store::session::find(c, id)? else { return Ok(Refreshed::Over) };
    let is_in_flight = session.rotation == rotation + 1 && cx.now < session.rotated_at + grace.length();
    if is_ours || is_in_flight {
        return Ok(Refreshed::Goes(Box::new((session, person))));
    }
    store::session::revoke(c, person.id, id, cx.now)?;
    revoked(c, cx, AuditActor::System, person.id, 1)?;
    Ok(Refreshed::Reused)
}
