//! Telling people that something about how they sign in has changed, so that they notice if it was not them.

use crate::domain::{AccountChange, NoticeBody, OutboxId, Person};
use crate::service::notice_apart::send_apart;
use crate::service::{Context, ServiceError};
use crate::store::Connection;

/// Mails what has changed.
pub(super) fn tell_change(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    change: AccountChange,
) -> Result<(), ServiceError> {
    let key = format!("account:{}:{}", person.id, OutboxId::new(cx.now));
    send_apart(c, cx, key, person, "/account".to_owned(), NoticeBody::AccountChanged { change })?;
    Ok(())
}
