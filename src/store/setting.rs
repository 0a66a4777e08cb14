//! Settings and secrets of the installation, by name.

use diesel::prelude::*;
use serde_json::Value;

use super::dialect::OnBoth;
use super::schema::setting;
use super::sql_type::Json;
use super::word::json;
use super::{Connection, StoreError};

/// The value of a setting.
///
/// # Errors
/// [`StoreError`].
pub fn get(c: &mut Connection, key: &str) -> Result<Option<Value>, StoreError> {
    let value: Option<Json> = setting::table.find(key).select(setting::value).first(c).optional()?;
    Ok(value.map(|Json(value)| value))
}

/// Sets a setting.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, key: &str, value: &Value) -> Result<(), StoreError> {
    if insert_if_absent(c, key, value)? {
        return Ok(());
    }
    diesel::update(setting::table.find(key)).set(setting::value.eq(json(value)?)).execute(c)?;
    Ok(())
}

/// Sets a setting unless it is there, and gives what is there then: for secrets that the first start makes, of which
/// two processes that start at once must end up with the same.
///
/// # Errors
/// [`StoreError`].
pub fn put_if_absent(c: &mut Connection, key: &str, value: &Value) -> Result<Value, StoreError> {
    insert_if_absent(c, key, value)?;
    get(c, key)?.ok_or(StoreError::NotFound)
}

/// Takes a setting away.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, key: &str) -> Result<(), StoreError> {
    diesel::delete(setting::table.find(key)).execute(c)?;
    Ok(())
}

fn insert_if_absent(c: &mut Connection, key: &str, value: &Value) -> Result<bool, StoreError> {
    let row = (setting::key.eq(key), setting::value.eq(json(value)?));
    let insert = diesel::insert_into(setting::table).values(row).on_conflict(setting::key).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}
