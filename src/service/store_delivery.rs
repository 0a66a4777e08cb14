//! Keeping a mail that a mail server gave to our own listener, with what it said about it.

use super::store_mail::store_mail;
use super::{Context, ServiceError};
use crate::domain::{Envelope, InboundMail};
use crate::store::{self, Connection};

/// Keeps the bytes of a mail, once, and the envelope of its first delivery. It was received now: the commit comes
/// before the answer that it was taken.
///
/// # Errors
/// As [`store_mail`].
pub fn store_delivery(
    c: &mut Connection,
    cx: &Context,
    source: &str,
    raw: &[u8],
    envelope: &Envelope,
) -> Result<InboundMail, ServiceError> {
    let mail = store_mail(c, cx, source, raw, cx.now)?;
    store::inbound::put_envelope(c, mail.id, envelope)?;
    Ok(mail)
}
