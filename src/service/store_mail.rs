//! Keeping a mail as it came, before anybody reads it.

use super::keep_content::keep_content;
use super::{Context, ServiceError};
use crate::domain::{ContentHash, InboundMail, InboundMailId, InboundState};
use crate::sla::Instant;
use crate::store::inbound::InboundInsertion;
use crate::store::{self, Connection};

/// The largest mail that is taken, in bytes.
pub const LARGEST_MAIL: usize = 128 * 1024 * 1024;

/// Keeps the bytes of a mail, once: the same bytes by another road are the same mail.
///
/// After the commit the sender may be told that it was taken. Reading it comes later, and may be repeated.
///
/// # Errors
/// [`ServiceError::Invalid`] for an empty mail, or one over [`LARGEST_MAIL`].
pub fn store_mail(
    c: &mut Connection,
    cx: &Context,
    source: &str,
    raw: &[u8],
    received_at: Instant,
) -> Result<InboundMail, ServiceError> {
    if raw.is_empty() {
        return Err(ServiceError::invalid("mail", "The mail is empty: nothing was read."));
    }
    if raw.len() > LARGEST_MAIL {
        return Err(ServiceError::invalid("mail", "The mail is larger than 128 MiB: it was not taken."));
    }
    let mail = InboundMail {
        id: InboundMailId::new(cx.now),
        source: source.to_owned(),
        raw: ContentHash::of(raw),
        size: i64::try_from(raw.len()).unwrap_or(i64::MAX),
        received_at,
        state: InboundState::Received,
        error: None,
        attempts: 0,
        ticket_id: None,
    };
    keep_content(c, cx, raw)?;
    match store::inbound::insert_raw(c, &mail)? {
        InboundInsertion::Inserted => Ok(mail),
        InboundInsertion::Known(known) => Ok(known),
    }
}
