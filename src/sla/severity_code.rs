//! The short names of severities.

use std::{borrow::Borrow, fmt};

use serde::{Deserialize, Serialize};

/// A severity's short name within its contract: "Critical", "S1". Compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeverityCode(String);

impl SeverityCode {
    /// A code as somebody wrote it. Whether a contract knows it, [`Contract::severity`](super::Contract::severity)
    /// says.
    pub fn new(code: impl Into<String>) -> Self {
        SeverityCode(code.into())
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SeverityCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SeverityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}
