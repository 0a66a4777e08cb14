//! Bytes from outside: files, and mails as they came.

use super::{Context, ServiceError};
use crate::domain::{ContentHash, Scanning};
use crate::store::{self, Connection};

/// Keeps bytes, once however often they come. Where files are checked for malware, they are in the queue from this
/// transaction on.
pub(super) fn keep_content(
    c: &mut Connection,
    cx: &Context,
    bytes: &[u8],
) -> Result<ContentHash, ServiceError> {
    let hash = store::blob::put(c, &cx.identity.keys, bytes)?;
    if cx.identity.scanning == Scanning::On {
        store::content_scan::enrol(c, &hash)?;
    }
    Ok(hash)
}
