//! The HTML of our own mail, for a frame on a page.

use actix_web::HttpResponse;
use actix_web::http::header;

/// What a mail's HTML may do in its frame: be styled, by what is in it. No script, no image, no form, no origin.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

/// Answers with a document that only a frame of ours shows, and that can do nothing in it.
#[must_use]
pub fn framed(html: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(html)
}
