//! Turns errors into answers that their reader can use: a page for people, a problem document for programs.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};

use super::RequestId;
use crate::web::error::WebError;
use crate::web::pages::error_page;
use crate::web::problem::Problem;
use crate::web::view::Look;

/// Words every error answer that has no body of its own yet, and logs our own faults.
///
/// # Errors
/// None of its own.
pub async fn error_answers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let is_bare =
        response.response().error().is_some() || response.response().body().size() == BodySize::Sized(0);
    if !(status.is_client_error() || status.is_server_error()) || !is_bare {
        return Ok(response);
    }
    let (request, bare) = response.into_parts();
    let problem = problem(&request, &bare);
    let answer = answer(&request, &bare, &problem);
    Ok(ServiceResponse::new(request, answer))
}

fn problem(request: &HttpRequest, bare: &HttpResponse) -> Problem {
    let RequestId(id) = RequestId::of(request);
    let ours = bare.error().and_then(|error| error.as_error::<WebError>());
    if let Some(error) = ours {
        log(error, &id);
        return Problem::of(error, &id);
    }
    let status = bare.status();
    match status {
        StatusCode::NOT_FOUND => Problem::of(&WebError::NotFound, &id),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::of(&WebError::TooLarge("What you sent is larger than we take.".to_owned()), &id)
        }
        _ => {
            let words = bare.error().map(ToString::to_string).unwrap_or_default();
            // The framework's words are about what was sent for 4xx; for 5xx they are about us, so they stay here.
            if status.is_server_error() {
                tracing::error!(request_id = %id, error = %words, "request failed");
                return Problem::of(&WebError::Internal(words), &id);
            }
            let title = status.canonical_reason().unwrap_or("Not possible");
            Problem { detail: words, ..Problem::of_status(status, title, &id) }
        }
    }
}

fn log(error: &WebError, id: &str) {
    match error {
        WebError::Internal(cause) => tracing::error!(request_id = %id, error = %cause, "request failed"),
        WebError::NoSpace => tracing::error!(request_id = %id, "the disk is full: nothing can be saved"),
        WebError::Unavailable(cause) => tracing::warn!(request_id = %id, error = %cause, "unavailable"),
        _ => {}
    }
}

fn answer(request: &HttpRequest, bare: &HttpResponse, problem: &Problem) -> HttpResponse {
    let mut builder = HttpResponse::build(bare.status());
    // What the handler or the framework said in headers stays said: Allow, WWW-Authenticate, cookies.
    for (name, value) in bare.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            builder.append_header((name.clone(), value.clone()));
        }
    }
    let error = bare.error().and_then(|error| error.as_error::<WebError>());
    if let Some(seconds) = error.and_then(WebError::retry_after) {
        builder.insert_header((header::RETRY_AFTER, HeaderValue::from(seconds)));
    }
    if !wants_page(request) {
        return builder.content_type("application/problem+json").json(problem);
    }
    builder.content_type("text/html; charset=utf-8").body(error_page::render(problem, Look::of(request)))
}

/// Programs get JSON: under `/api`, and wherever HTML is not among what they accept.
fn wants_page(request: &HttpRequest) -> bool {
    !request.path().starts_with("/api/")
}
