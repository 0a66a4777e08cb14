//! Bytes, kept once by their hash: attachments and raw mails.
//!
//! Where a key is configured they are sealed under it; the row names the key. The hash is that of the plain bytes, so
//! that equal contents are found whatever key they are under. Whoever reads the database without the key learns from
//! it whether a file that they already have is there, and nothing else.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::blob;
use super::{Connection, StoreError};
use crate::domain::ContentHash;
use crate::vault::{Keyring, Purpose};

/// Plain bytes that one step of a rotation takes at most; a longer content goes alone.
const STEP: i64 = 8 * 1024 * 1024;
/// Contents that are listed together.
const CHUNK: i64 = 200;
/// Contents that one step of a rotation takes at most.
const CONTENTS: i64 = 16;

/// What one step of a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// How many contents were put under the newest key.
    pub contents: u64,
    /// Where the next step begins; none where nothing is left.
    pub next: Option<ContentHash>,
}

/// Keeps bytes, once however often they come, and gives their hash.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, keys: &Keyring, bytes: &[u8]) -> Result<ContentHash, StoreError> {
    let hash = ContentHash::of(bytes);
    let known = blob::table.find(&hash.0).select(blob::size).first::<i64>(c).optional()?;
    if known.is_some() {
        return Ok(hash);
    }
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (sealed, key_id) = seal(keys, &hash.0, bytes);
    let kept = sealed.as_deref().unwrap_or(bytes);
    let row = (blob::hash.eq(&hash.0), blob::size.eq(size), blob::bytes.eq(kept), blob::key_id.eq(key_id));
    let insert = diesel::insert_into(blob::table).values(row).on_conflict(blob::hash).do_nothing();
    OnBoth(insert).execute(c)?;
    Ok(hash)
}

/// The bytes with this hash.
///
/// # Errors
/// [`StoreError::Sealed`] where they don't open.
pub fn get(c: &mut Connection, keys: &Keyring, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>, Option<String>)> =
        blob::table.find(&hash.0).select((blob::bytes, blob::key_id)).first(c).optional()?;
    match row {
        Some((bytes, Some(_))) => keys
            .open(&Purpose::Content(&hash.0), &bytes)
            .map(Some)
            .map_err(|error| StoreError::Sealed { what: format!("content {}", hash.0), error }),
        Some((bytes, None)) => Ok(Some(bytes)),
        None => Ok(None),
    }
}

/// Opens every content, one after the other, and gives its hash with whether it is what it was.
///
/// # Errors
/// [`StoreError`], or the first error of `take`.
pub fn each<E: From<StoreError>>(
    c: &mut Connection,
    keys: &Keyring,
    mut take: impl FnMut(&str, Result<(), StoreError>) -> Result<(), E>,
) -> Result<(), E> {
    let mut last = String::new();
    loop {
        let hashes = after(c, &last)?;
        for hash in &hashes {
            let wanted = ContentHash(hash.clone());
            let outcome = match get(c, keys, &wanted) {
                Ok(Some(bytes)) if ContentHash::of(&bytes) == wanted => Ok(()),
                Ok(_) => Err(StoreError::Corrupt { table: "blob", id: hash.clone() }),
                Err(error) => Err(error),
            };
            take(hash, outcome)?;
        }
        match hashes.into_iter().next_back() {
            Some(hash) => last = hash,
            None => return Ok(()),
        }
    }
}

/// Puts some contents that are not under the newest key there, from `from` on, in the order of their hashes.
///
/// # Errors
/// [`StoreError::Sealed`] where one doesn't open under any configured key.
pub fn rotate(c: &mut Connection, keys: &Keyring, from: Option<&ContentHash>) -> Result<Rotated, StoreError> {
    let Some(newest) = keys.newest().map(|key| key.id().to_string()) else {
        return Ok(Rotated { contents: 0, next: None });
    };
    let others = blob::key_id.is_null().or(blob::key_id.ne(Some(newest)));
    let start = from.map_or("", |hash| &hash.0);
    let waiting: Vec<(String, i64)> = blob::table
        .filter(blob::hash.ge(start))
        .filter(others)
        .order(blob::hash)
        .limit(CONTENTS)
        .select((blob::hash, blob::size))
        .load(c)?;
    let is_full = i64::try_from(waiting.len()).is_ok_and(|count| count == CONTENTS);
    let last = waiting.last().map(|(hash, _)| ContentHash(hash.clone())).filter(|_| is_full);
    let (mut contents, mut bytes) = (0, 0);
    for (hash, size) in waiting {
        bytes += size;
        if contents > 0 && bytes > STEP {
            return Ok(Rotated { contents, next: Some(ContentHash(hash)) });
        }
        reseal(c, keys, &ContentHash(hash))?;
        contents += 1;
    }
    Ok(Rotated { contents, next: last })
}

/// How many contents are not under the newest key; where there is none, how many are not sealed at all.
///
/// # Errors
/// [`StoreError`].
pub fn behind(c: &mut Connection, keys: &Keyring) -> Result<i64, StoreError> {
    let plain = blob::table.filter(blob::key_id.is_null()).count().get_result::<i64>(c)?;
    let Some(newest) = keys.newest().map(|key| key.id().to_string()) else { return Ok(plain) };
    let older = blob::table.filter(blob::key_id.ne(Some(newest))).count().get_result::<i64>(c)?;
    Ok(plain + older)
}

fn reseal(c: &mut Connection, keys: &Keyring, hash: &ContentHash) -> Result<(), StoreError> {
    let Some(plain) = get(c, keys, hash)? else { return Ok(()) };
    let (sealed, key_id) = seal(keys, &hash.0, &plain);
    let change = (blob::bytes.eq(sealed.unwrap_or(plain)), blob::key_id.eq(key_id));
    diesel::update(blob::table.find(&hash.0)).set(change).execute(c)?;
    Ok(())
}

fn seal(keys: &Keyring, hash: &str, plain: &[u8]) -> (Option<Vec<u8>>, Option<String>) {
    let sealed = keys.seal(&Purpose::Content(hash), plain);
    (sealed, keys.newest().map(|key| key.id().to_string()))
}

fn after(c: &mut Connection, last: &str) -> Result<Vec<String>, StoreError> {
    let next = blob::table.filter(blob::hash.gt(last)).order(blob::hash).limit(CHUNK).select(blob::hash);
    Ok(next.load(c)?)
}
