//! Enums and other values as columns keep them: a word, or a JSON document.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::StoreError;
use super::sql_type::Json;
use super::text::storable;

/// The word of an enum without fields, as its serialisation spells it.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        _ => Err(StoreError::Database("a value has no word of its own".to_owned())),
    }
}

/// A value as a JSON document.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Json, StoreError> {
    let mut document = serde_json::to_value(value)
        .map_err(|_| StoreError::Database("a value cannot be written as JSON".to_owned()))?;
    clean(&mut document);
    Ok(Json(document))
}

/// PostgreSQL's JSON keeps no NUL in a string.
fn clean(document: &mut Value) {
    match document {
        Value::String(text) if text.contains('\0') => *text = storable(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

/// The row that is being read, to say which one is damaged.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) table: &'static str,
    pub(super) id: &'a dyn Display,
}

impl Row<'_> {
    /// The error for this row.
    pub(super) fn corrupt(self) -> StoreError {
        StoreError::Corrupt { table: self.table, id: self.id.to_string() }
    }

    /// Reads an enum back from its word.
    pub(super) fn word<T: DeserializeOwned>(self, word: String) -> Result<T, StoreError> {
        serde_json::from_value(Value::String(word)).map_err(|_| self.corrupt())
    }

    /// Reads a value back from its document.
    pub(super) fn json<T: DeserializeOwned>(self, document: Json) -> Result<T, StoreError> {
        serde_json::from_value(document.0).map_err(|_| self.corrupt())
    }

    /// Reads a value back from its text form.
    pub(super) fn parse<T: std::str::FromStr>(self, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.corrupt())
    }
}
