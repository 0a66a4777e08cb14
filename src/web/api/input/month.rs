//! A calendar month in a query string.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::web::pages::manager::Month;

/// A month of UTC as `2026-11`: the months that the managers’ board counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthWord(pub Month);

impl<'de> Deserialize<'de> for MonthWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Month::parse(&word).map(Self).ok_or_else(|| D::Error::custom("write a month such as 2026-11"))
    }
}
