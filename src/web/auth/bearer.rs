//! What a request brings as its bearer (RFC 6750 section 2.1).

use actix_web::dev::ServiceRequest;
use actix_web::http::header;

/// The bearer of a request; none without one, or with credentials of another scheme.
#[must_use]
pub fn bearer(request: &ServiceRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
