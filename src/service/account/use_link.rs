//! Opening a link that was mailed, and using it up.

use crate::domain::{Link, LinkId, Person};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// The link behind a token, and whose it is, without using it: a mail scanner that opens it changes nothing.
///
/// # Errors
/// [`ServiceError::NotFound`] for a token that we did not sign, a link that was used or has run out, and a person who may
/// not sign in: all alike.
pub fn open_link(c: &mut Connection, cx: &Context, token: &str) -> Result<(Link, Person), ServiceError> {
    let missing = || ServiceError::NotFound("link");
    let id = LinkId::of_token(token, &cx.identity.signer).ok_or_else(missing)?;
    let link = store::link::find(c, id)?.filter(|link| link.is_good(cx.now)).ok_or_else(missing)?;
    let person = store::person::find(c, link.person_id)?.filter(|person| person.is_active);
    Ok((link, person.ok_or_else(missing)?))
}

/// The same, used up.
///
/// # Errors
/// As [`open_link`].
pub(super) fn use_link(
    c: &mut Connection,
    cx: &Context,
    token: &str,
) -> Result<(Link, Person), ServiceError> {
    let (link, person) = open_link(c, cx, token)?;
    match store::link::use_up(c, link.id, cx.now)? {
        true => Ok((link, person)),
        false => Err(ServiceError::NotFound("link")),
    }
}
