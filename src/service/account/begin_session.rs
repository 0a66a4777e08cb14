//! Beginning a session.

use chrono::TimeDelta;

use crate::domain::{Person, SessionId, SessionRecord};
use crate::service::{Context, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// The browser or program at the other end, as it is shown to the person later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// In words: "Firefox on Linux".
    pub browser: String,
    /// Its network.
    pub address: Option<String>,
}

/// Begins a session for somebody who has proved who they are.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn begin_session(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    caller: Caller,
) -> Result<SessionRecord, ServiceError> {
    let session = SessionRecord {
        id: SessionId::new(cx.now),
        person_id: person.id,
        generation: store::person::token_generation(c, person.id)?,
        rotation: 0,
        rotated_at: cx.now,
        browser: caller.browser,
        address: caller.address,
        created_at: cx.now,
        expires_at: cx.now + SessionRecord::LONGEST,
        revoked_at: None,
    };
    store::session::insert(c, &session)?;
    forget_what_is_over(c, cx.now)?;
    Ok(session)
}

/// Sessions, links and counters that have ended are forgotten when somebody signs in: each by an index, and mostly none.
fn forget_what_is_over(c: &mut Connection, now: Instant) -> Result<(), ServiceError> {
    store::session::purge(c, now - SessionRecord::LONGEST)?;
    store::link::purge(c, now - TimeDelta::days(30))?;
    store::throttle::purge(c, now - TimeDelta::days(1))?;
    Ok(())
}
