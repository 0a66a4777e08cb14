//! How long a request may take to arrive: whoever sends slowly on purpose holds a connection for no longer than that.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout, timeout_at};

use crate::web::site::Site;

/// A whole body may take so many times as long as it may stand still.
const WHOLE: u32 = 20;

/// Gives the handlers a body that ends with an error once it stands still for `http.idle_seconds`, or takes twenty
/// times as long.
///
/// # Errors
/// Those of the handlers within.
pub async fn patience(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(site) = request.app_data::<web::Data<Site>>() {
        let idle = site.app.config.http.idle;
        let body = patient(request.take_payload(), idle);
        request.set_payload(Payload::Stream { payload: Box::pin(body) });
    }
    next.call(request).await
}

fn patient(body: Payload, idle: Duration) -> impl Stream<Item = Result<web::Bytes, PayloadError>> {
    let end = Instant::now() + idle * WHOLE;
    let chunks = stream::unfold(Some(body), move |body| async move {
        let mut body = body?;
        match timeout_at(end, timeout(idle, body.next())).await {
            Ok(Ok(chunk)) => chunk.map(|chunk| (chunk, Some(body))),
            _ => Some((Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into())), None)),
        }
    });
    // Who reads forms asks once more after the end.
    chunks.fuse()
}
