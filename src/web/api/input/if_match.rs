//! Changes that were made from an older state are refused, if their sender says which state that was.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};

use crate::web::error::WebError;

/// The versions that the sender knows (RFC 9110 section 13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// No header, or `*`: whatever is there.
    Any,
    /// One of these. Tags that are none of ours match nothing.
    Versions(Vec<i64>),
}

/// The entity tag of a ticket's version: `"7"`.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

impl IfMatch {
    /// Checks the version at hand, and gives it to the verb, which checks it again under its lock.
    ///
    /// # Errors
    /// [`WebError::Stale`].
    pub fn check(&self, version: i64) -> Result<Option<i64>, WebError> {
        match self {
            Self::Any => Ok(None),
            Self::Versions(known) if known.contains(&version) => Ok(Some(version)),
            Self::Versions(_) => Err(WebError::Stale),
        }
    }

    fn parse(header: &str) -> Self {
        if header.trim() == "*" {
            return Self::Any;
        }
        // A weak tag never matches here (RFC 9110 section 13.1.1): ours are strong.
        let version = |tag: &str| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok();
        Self::Versions(header.split(',').filter_map(version).collect())
    }
}

impl FromRequest for IfMatch {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get(header::IF_MATCH);
        ready(Ok(given.map_or(Self::Any, |value| Self::parse(value.to_str().unwrap_or_default()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_strong_tag_of_this_version_lets_a_change_through() {
        for (header, is_let_through) in [
            ("*", true),
            ("\"7\"", true),
            ("\"6\", \"7\"", true),
            ("\"6\"", false),
            ("W/\"7\"", false),
            ("7", false),
            ("\"abc\"", false),
            ("", false),
        ] {
            assert_eq!(IfMatch::parse(header).check(7).is_ok(), is_let_through, "{header}");
        }
    }
}
