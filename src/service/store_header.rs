//! Keeping what there is of a mail that is too large to be fetched.

use super::store_mail::store_mail;
use super::{Context, ServiceError};
use crate::domain::InboundMail;
use crate::sla::Instant;
use crate::store::{self, Connection};

/// What is kept of a mail that has no header at all.
const NO_HEADER: &[u8] = b"\r\n";

/// Keeps the header of a mail that stays in its mailbox, so that it becomes a ticket that says so. `size` is that of
/// the whole mail, in bytes.
///
/// # Errors
/// As [`store_mail`].
pub fn store_header(
    c: &mut Connection,
    cx: &Context,
    source: &str,
    header: &[u8],
    received_at: Instant,
    size: i64,
) -> Result<InboundMail, ServiceError> {
    let kept = if header.is_empty() { NO_HEADER } else { header };
    let mail = store_mail(c, cx, source, kept, received_at)?;
    store::inbound::put_shortened(c, mail.id, size)?;
    Ok(mail)
}
