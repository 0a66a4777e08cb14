//! Setting a mail aside that was held back and is of no use. It is kept as it came, and can be taken back.

use serde_json::Value;

use super::administration::require_manager;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, InboundMail, InboundMailId, InboundState, Person};
use crate::store::{self, Connection};

/// Discards a mail that is held back.
///
/// # Errors
/// [`ServiceError::Forbidden`] below a manager, [`ServiceError::NotFound`], [`ServiceError::Conflict`] for a mail that
/// is not held back.
pub fn discard_mail(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: InboundMailId,
) -> Result<InboundMail, ServiceError> {
    let only = "Only a mail that is held back can be discarded.";
    let mail = change(c, by, id, (InboundState::Quarantined, InboundState::Discarded), only)?;
    audit(c, cx, by, AuditAction::MailDiscarded, id, &Value::Null)?;
    Ok(mail)
}

/// Takes a discarded mail back: it is held back again, for the reason it was.
///
/// # Errors
/// As [`discard_mail`], for a mail that is not discarded.
pub fn restore_mail(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: InboundMailId,
) -> Result<InboundMail, ServiceError> {
    let only = "Only a mail that was discarded can be taken back.";
    let mail = change(c, by, id, (InboundState::Discarded, InboundState::Quarantined), only)?;
    audit(c, cx, by, AuditAction::MailRestored, id, &Value::Null)?;
    Ok(mail)
}

fn change(
    c: &mut Connection,
    by: &Person,
    id: InboundMailId,
    (from, to): (InboundState, InboundState),
    only: &str,
) -> Result<InboundMail, ServiceError> {
    require_manager(by)?;
    let mut mail = store::inbound::lock(c, id)?.ok_or(ServiceError::NotFound("mail"))?;
    if mail.state != from {
        return Err(ServiceError::Conflict(only.to_owned()));
    }
    mail.state = to;
    store::inbound::update(c, &mail)?;
    Ok(mail)
}
