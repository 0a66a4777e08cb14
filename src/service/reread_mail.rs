//! Reading a mail again that was held back, or could not be read.

use serde_json::Value;

use super::administration::require_manager;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, InboundMail, InboundMailId, InboundState, Person};
use crate::store::{self, Connection};

/// Puts a mail that was held back or failed in front of the reader again; it is read within moments. Its clocks still
/// start when it was received.
///
/// # Errors
/// [`ServiceError::Forbidden`] below a manager, [`ServiceError::NotFound`], [`ServiceError::Conflict`] for a mail that
/// has become a ticket, or waits for its first reading.
pub fn reread_mail(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: InboundMailId,
) -> Result<InboundMail, ServiceError> {
    require_manager(by)?;
    let mut mail = store::inbound::find(c, id)?.ok_or(ServiceError::NotFound("mail"))?;
    match mail.state {
        InboundState::Quarantined | InboundState::Failed => {}
        InboundState::Processed => {
            return Err(ServiceError::Conflict(
                "This mail has become a ticket: there is nothing to repeat.".to_owned(),
            ));
        }
        InboundState::Discarded => {
            return Err(ServiceError::Conflict("This mail was discarded: take it back first.".to_owned()));
        }
        InboundState::Received => {
            return Err(ServiceError::Conflict("This mail waits to be read already.".to_owned()));
        }
    }
    mail.state = InboundState::Received;
    mail.error = None;
    store::inbound::read_again(c, &mail, cx.now)?;
    audit(c, cx, by, AuditAction::MailReread, id, &Value::Null)?;
    Ok(mail)
}
