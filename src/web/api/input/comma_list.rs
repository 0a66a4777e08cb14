//! Several values in one parameter: `open,resolved`.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The most values in one parameter.
const MOST: usize = 50;

/// Values that a query parameter lists with commas between them.
#[derive(Debug)]
pub struct CommaList<T>(pub Vec<T>);

impl<T> Default for CommaList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for CommaList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > MOST {
            return Err(D::Error::custom(format!("more than {MOST} values")));
        }
        let one = |part: &str| serde_json::from_value(Value::from(part)).map_err(D::Error::custom);
        parts.into_iter().map(one).collect::<Result<_, _>>().map(Self)
    }
}
