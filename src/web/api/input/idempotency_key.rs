//! A name that a program gives to a request, so that it may send it again.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::web::error::WebError;

/// The header's name.
const HEADER: &str = "Idempotency-Key";
/// The longest key, in bytes.
const LONGEST: usize = 255;

/// The key of a request, if it has one: 1 to 255 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match request.headers().get(HEADER) {
            None => Ok(Self(None)),
            Some(value) => parse(value.as_bytes()).map(|key| Self(Some(key))),
        })
    }
}

fn parse(bytes: &[u8]) -> Result<String, WebError> {
    let is_key = (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    let key = is_key.then(|| String::from_utf8_lossy(bytes).into_owned());
    key.ok_or_else(|| WebError::field(HEADER, "A key has 1 to 255 printable characters, without spaces."))
}
