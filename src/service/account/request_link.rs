//! Asking for a link by typing an address: for a new password, or to sign in without one.

use chrono::TimeDelta;

use super::mail_link::{NewLink, mail_link};
use crate::domain::{AskingSecret, EmailAddress, LinkPurpose};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// How long a link for a new password is good.
const RESET: TimeDelta = TimeDelta::hours(1);
/// How long a link to sign in is good.
pub const SIGN_IN_LINK: TimeDelta = TimeDelta::minutes(10);

/// Mails a link to the account with this address, if there is one that may have it: a new password is for whoever has
/// one, a sign-in without one is for contacts of customers, and for the browser with this secret. Answers the same either way.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn request_link(
    c: &mut Connection,
    cx: &Context,
    email: &EmailAddress,
    purpose: LinkPurpose,
    browser: &AskingSecret,
) -> Result<(), ServiceError> {
    let Some(person) = store::person::find_by_email(c, email)?.filter(|person| person.is_active) else {
        return Ok(());
    };
    let has_password = store::person::password_hash(c, person.id)?.is_some();
    let is_contact = !person.role.is_staff() && person.organization_id.is_some();
    let (good_for, asked_by) = match purpose {
        LinkPurpose::PasswordReset if has_password => (RESET, None),
        LinkPurpose::SignIn if is_contact => (SIGN_IN_LINK, Some(browser.hash())),
        _ => return Ok(()),
    };
    mail_link(c, cx, &person, NewLink { purpose, good_for, from: None, asked_by })?;
    Ok(())
}
