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
        .streaming(on_the_wire(events, KEEP_ALIVE).map(Ok::<_, Infallible>))
}

fn on_the_wire(events: Receiver<Event>, keep_alive: Duration) -> impl Stream<Item = Bytes> {
    let retry = Bytes::from(format!("retry: {}\n\n", RETRY.as_millis()));
    let next = move |mut events: Receiver<Event>| async move {
        let bytes = match timeout(keep_alive, events.recv()).await {
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

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use serde_json::json;
    use tokio::sync::mpsc::channel;

    use super::*;

    #[tokio::test]
    async fn a_silent_stream_says_that_it_lives_and_then_goes_on_until_its_end() {
        let (sender, events) = channel(1);
        let mut wire = pin!(on_the_wire(events, Duration::ZERO));
        assert_eq!(wire.next().await.unwrap(), "retry: 3000\n\n");
        assert_eq!(wire.next().await.unwrap(), ": alive\n\n");
        let event = Event { name: "ticket", data: json!({ "what": "two\nlines" }) };
        sender.send(event).await.map_err(|_| "nobody listens").unwrap();
        assert_eq!(wire.next().await.unwrap(), "event: ticket\ndata: {\"what\":\"two\\nlines\"}\n\n");
        drop(sender);
        assert!(wire.next().await.is_none());
    }
}
