//! The wire format of server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CacheControl, CacheDirective, ContentEncoding};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, future, stream};
use serde_json::Value;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

/// How often a silent stream says that it lives, so that nothing on the way closes it.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// After how long a browser that lost the stream comes back.
const RETRY: Duration = Duration::from_secs(3);
/// A line that browsers pass over.
const COMMENT: &[u8] = b": alive\n\n";

/// What a page is told.
pub struct Event {
    /// What kind of news it is; a page listens for some.
    pub name: &'static str,
    /// The news. As JSON it is always one line, as the format wants.
    pub data: Value,
}

/// An answer that goes on for as long as events may come.
pub fn answer(events: Receiver<Event>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(ContentEncoding::Identity)
        .insert_header(CacheControl(vec![CacheDirective::NoCache]))
        .streaming(on_the_wire(events).map(Ok::<_, Infallible>))
}

fn on_the_wire(events: Receiver<Event>) -> impl Stream<Item = Bytes> {
    let retry = Bytes::from(format!("retry: {}\n\n", RETRY.as_millis()));
    let next = async |mut events: Receiver<Event>| {
        let bytes = match timeout(KEEP_ALIVE, events.recv()).await {
            Ok(event) => {
                let Event { name, data } = event?;
                Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
            }
            Err(_) => Bytes::from_static(COMMENT),
        };
        Some((bytes, events))
    };
    stream::once(future::ready(retry)).chain(stream::unfold(events, next))
}
