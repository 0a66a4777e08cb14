//! Secrets of the installation, among the settings: sealed where a key is configured.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::{Connection, StoreError, setting};
use crate::vault::{Keyring, Purpose, VaultError};

/// A secret by its name; the first call keeps `made`. One that is not under the newest key is put there.
///
/// # Errors
/// [`StoreError::Sealed`] where it is under a key that is not configured.
pub fn get_or_make(
    c: &mut Connection,
    keys: &Keyring,
    name: &str,
    made: &Value,
) -> Result<Value, StoreError> {
    let kept = setting::put_if_absent(c, name, &covered(keys, name, made))?;
    let newest = keys.newest().map(|key| key.id().to_string());
    let secret = uncovered(keys, name, &kept)?;
    if newest.as_deref() != kept.get("key").and_then(Value::as_str) && newest.is_some() {
        setting::put(c, name, &covered(keys, name, &secret))?;
    }
    Ok(secret)
}

pub(super) fn covered(keys: &Keyring, name: &str, secret: &Value) -> Value {
    let sealed = keys.seal(&Purpose::Secret(name), secret.to_string().as_bytes());
    match (sealed, keys.newest()) {
        (Some(sealed), Some(key)) => json!({ "key": key.id().to_string(), "sealed": BASE64.encode(sealed) }),
        _ => secret.clone(),
    }
}

pub(super) fn uncovered(keys: &Keyring, name: &str, kept: &Value) -> Result<Value, StoreError> {
    let Some(sealed) = kept.get("sealed").and_then(Value::as_str) else { return Ok(kept.clone()) };
    let failed = |error| StoreError::Sealed { what: format!("the secret “{name}”"), error };
    let sealed = BASE64.decode(sealed).map_err(|_| failed(VaultError::Damaged))?;
    let plain = keys.open(&Purpose::Secret(name), &sealed).map_err(failed)?;
    serde_json::from_slice(&plain).map_err(|_| failed(VaultError::Damaged))
}
