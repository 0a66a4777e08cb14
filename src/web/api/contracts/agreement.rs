//! A contract file as a JSON document, with nothing lost, or without what customers are not sent.

use serde_json::{Map, Value};

/// What steers the provider’s own work and is no promise.
const INTERNAL: [&str; 3] = ["classification", "escalation", "warn_at"];

/// The file as a document; empty for a text that is no TOML, which no stored contract is.
#[must_use]
pub fn agreement(source: &str, is_staff: bool) -> Value {
    let Ok(table) = source.parse::<toml::Table>() else { return Value::Object(Map::new()) };
    let kept = table.into_iter().filter(|(key, _)| is_staff || !INTERNAL.contains(&key.as_str()));
    Value::Object(kept.map(|(key, value)| (key, json(value))).collect())
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::agreement;
    use crate::sla::shipped;

    #[test]
    fn customers_read_the_promises_and_not_how_the_provider_sorts_reports() {
        for (key, source) in shipped() {
            let (full, plain) = (agreement(source, true), agreement(source, false));
            assert_eq!(plain["key"], *key);
            assert_eq!(plain["severity"], full["severity"], "{key}");
            assert!(plain.get("classification").is_none() && plain.get("escalation").is_none(), "{key}");
        }
    }

    #[test]
    fn dates_are_text() {
        assert_eq!(agreement("updated = 2026-03-01", true)["updated"], "2026-03-01");
    }
}
