//! Signing in by a link that was mailed.

use super::request_link::SIGN_IN_LINK;
use super::throttle::{Limit, count_try};
use super::use_link::{open_link, use_link};
use crate::domain::{AskingSecret, LinkPurpose, Person};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// How many numbers may be tried for one link. There are a million.
const NUMBERS: i32 = 5;

/// What whoever opens a link has to show that they asked for it, too.
#[derive(Debug, Default)]
pub struct Asking {
    /// The secret of this browser, if it ever asked for a link.
    pub browser: Option<AskingSecret>,
    /// The number that they typed, which the browser shows that asked.
    pub number: String,
}

/// What became of it.
#[derive(Debug)]
pub enum LinkSignIn {
    /// The link is used up, and this is who signs in.
    Proved(Person),
    /// The link is still good; the number was wrong, or is missing.
    WrongNumber,
}

/// Uses a link up to sign in: at once in the browser that asked for it, elsewhere with the number that stands there. So
/// nobody is talked into opening a link that somebody else has asked for, and a mail that strayed signs nobody in.
///
/// # Errors
/// [`ServiceError::NotFound`] for a link that is not good, or for something else, or for which too many numbers were tried.
pub fn sign_in_by_link(
    c: &mut Connection,
    cx: &Context,
    token: &str,
    asking: &Asking,
) -> Result<LinkSignIn, ServiceError> {
    let (link, _) = open_link(c, cx, token)?;
    if link.purpose != LinkPurpose::SignIn {
        return Err(ServiceError::NotFound("link"));
    }
    if !link.is_for(asking.browser.as_ref()) {
        let subject = format!("link-number:{}", link.id);
        if count_try(c, cx, &[Limit { subject, most: NUMBERS, window: SIGN_IN_LINK }])?.is_err() {
            store::link::use_up(c, link.id, cx.now)?;
            return Ok(LinkSignIn::WrongNumber);
        }
        if !link.has_number(&asking.number, &cx.identity.signer) {
            return Ok(LinkSignIn::WrongNumber);
        }
    }
    let (_, person) = use_link(c, cx, token)?;
    Ok(LinkSignIn::Proved(person))
}
