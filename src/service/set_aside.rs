//! Taking a row that cannot be read out of the way of those that wait behind it.

use chrono::TimeDelta;

use super::{Context, ServiceError};
use crate::store::{self, Connection, StoreError};

/// When a mail or a reply is tried again: somebody may have mended it.
const NEXT_TRY: TimeDelta = TimeDelta::minutes(15);

/// Sets a notice, mail, delivery or reply aside that cannot be read, so that the others get their turn, and it its own
/// later; false where the error is about something else. Health shows it.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn set_aside(c: &mut Connection, cx: &Context, error: &StoreError) -> Result<bool, ServiceError> {
    let is_aside = store::poison::set_aside(c, error, cx.now, cx.now + NEXT_TRY)?;
    if is_aside {
        tracing::error!(%error, "it is set aside, and the others go on");
    }
    Ok(is_aside)
}
