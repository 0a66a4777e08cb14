//! Making up for a mail server that was down, once it takes mail again.

use super::{Context, ServiceError};
use crate::store::{self, Connection};

/// Lets every mail be tried now that was tried in vain. After hours without a mail server each of them would otherwise
/// wait for hours more, because pauses grow with the tries.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn retry_mails(c: &mut Connection, cx: &Context) -> Result<(), ServiceError> {
    let mails = store::outbox::retry_mails(c, cx.now)?;
    if mails > 0 {
        tracing::info!(mails, "the mail server takes mail: what it did not take before is tried now");
    }
    Ok(())
}
