//! How many items a page of a list has.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The most items of one page.
const MOST: i64 = 200;
/// The items of a page when nothing is said.
const USUAL: i64 = 50;

/// From 1 to 200 items a page; 50 unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(i64);

impl Limit {
    /// The number.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = String::deserialize(deserializer)?.parse().ok();
        let number = number.filter(|number| (1..=MOST).contains(number));
        number.map(Self).ok_or_else(|| D::Error::custom(format!("write a number from 1 to {MOST}")))
    }
}
