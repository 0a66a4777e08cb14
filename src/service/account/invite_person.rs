//! Inviting a person to choose a password, and taking that back.

use chrono::TimeDelta;
use serde_json::Value;

use super::mail_link::{NewLink, mail_link};
use crate::domain::{AuditAction, Link, LinkPurpose, Person, PersonId};
use crate::service::administration::require_admin;
use crate::service::audit;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Mails a person an invitation that is good for so long. One that was mailed before is good no more.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Conflict`]
/// for somebody who is disabled.
pub fn invite_person(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
    good_for: TimeDelta,
) -> Result<Link, ServiceError> {
    require_admin(by)?;
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    if !person.is_active {
        return Err(ServiceError::Conflict(
            "Enable the person first: a disabled one can’t sign in.".to_owned(),
        ));
    }
    let invitation = NewLink { purpose: LinkPurpose::Invitation, good_for, from: Some(by), asked_by: None };
    let link = mail_link(c, cx, &person, invitation)?;
    audit(c, cx, by, AuditAction::PersonInvited, id, &Value::Null)?;
    Ok(link)
}

/// Takes a person's invitation back.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`] where none is open.
pub fn withdraw_invitation(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    match store::link::use_up_all(c, id, LinkPurpose::Invitation, cx.now)? {
        0 => Err(ServiceError::NotFound("invitation")),
        _ => audit(c, cx, by, AuditAction::InvitationWithdrawn, id, &Value::Null),
    }
}
