//! Bytes, kept once by their hash: attachments and raw mails.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::blob;
use super::{Connection, StoreError};
use crate::domain::ContentHash;

/// Keeps bytes, once however often they come, and gives their hash.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, bytes: &[u8]) -> Result<ContentHash, StoreError> {
    let hash = ContentHash::of(bytes);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let row = (blob::hash.eq(&hash.0), blob::size.eq(size), blob::bytes.eq(bytes));
    let insert = diesel::insert_into(blob::table).values(row).on_conflict(blob::hash).do_nothing();
    OnBoth(insert).execute(c)?;
    Ok(hash)
}

/// The bytes with this hash.
///
/// # Errors
/// [`StoreError`].
pub fn get(c: &mut Connection, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(blob::table.find(&hash.0).select(blob::bytes).first(c).optional()?)
}
