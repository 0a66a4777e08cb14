//! One structured line for each request: what was asked by its pattern, how it ended, how long it took.
//!
//! No address, token, query or body is ever in it: the pattern `/desk/tickets/{number}` stands for every ticket, an id
//! for whoever is signed in.

use std::time::Instant as Stopwatch;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};

use super::RequestId;
use crate::web::auth::Session;
use crate::web::site::Site;

/// Gives the request its id, logs it when it is answered, and puts the id on the answer.
///
/// # Errors
/// Those of the handlers within.
pub async fn request_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = RequestId::new();
    let stopwatch = Stopwatch::now();
    let method = request.method().clone();
    let route = request.match_pattern().unwrap_or_else(|| "(none)".to_owned());
    request.extensions_mut().insert(id.clone());
    let mut response = next.call(request).await?;
    let milliseconds = stopwatch.elapsed().as_secs_f64() * 1000.0;
    if let Some(site) = response.request().app_data::<web::Data<Site>>() {
        let status = response.status().as_u16();
        site.app.metrics.request(method.as_str(), &route, status, milliseconds / 1000.0);
    }
    let (person, token) = who(response.request());
    tracing::info!(
        request_id = %id.0,
        %method,
        %route,
        status = response.status().as_u16(),
        person = person.as_deref().unwrap_or("nobody"),
        token,
        milliseconds = (milliseconds * 100.0).round() / 100.0,
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

/// Who made a request, and the token of the API with which a program made it for them.
fn who(request: &HttpRequest) -> (Option<String>, Option<String>) {
    let extensions = request.extensions();
    let session = extensions.get::<Session>();
    (
        session.map(|session| session.person.id.to_string()),
        session.and_then(Session::token).map(|token| token.to_string()),
    )
}
