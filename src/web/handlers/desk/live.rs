//! What makes the desk live: `GET /desk/events`, `POST /desk/tickets/{number}/presence` and `.../draft`.

use actix_web::{HttpResponse, Responder, web};
use serde::Deserialize;

use crate::domain::{Doing, MessageKind, TicketNumber};
use crate::service;
use crate::sla::Instant;
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::input::Posted;
use crate::web::live::{Watched, stream};
use crate::web::site::Site;

/// What the page shows that listens.
#[derive(Debug, Deserialize)]
pub struct Query {
    ticket: Option<i64>,
    /// The page's instant, in milliseconds since 1970.
    since: i64,
}

/// The events of a page.
///
/// # Errors
/// [`WebError::NotFound`] for a ticket that is not there, or that the database can't be read.
pub async fn events(
    site: web::Data<Site>,
    session: Session,
    query: web::Query<Query>,
) -> Result<impl Responder, WebError> {
    if let Some(number) = query.ticket {
        let viewer = session.viewer();
        let find = move |c: &mut store::Connection| {
            store::ticket::find_by_number(c, viewer, TicketNumber(number))?.ok_or(WebError::NotFound)
        };
        site.app.db.read(find).await?;
    }
    let since = Instant::from_timestamp_millis(query.since)
        .ok_or_else(|| WebError::field("since", "This is no instant."))?;
    stream(site.get_ref().clone(), session, Watched { number: query.ticket, since }).await
}

/// Says that the reader is at a ticket, writes into it, or has left.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be written.
pub async fn presence(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (number, viewer, now) = (ticket_number(&number)?, session.viewer(), site.now());
    let doing = match posted.text("doing").as_str() {
        "viewing" => Some(Doing::Viewing),
        "writing" => Some(Doing::Writing),
        _ => None,
    };
    let say = move |c: &mut store::Connection| {
        let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        match doing {
            Some(doing) => store::presence::put(c, ticket.id, viewer.person_id(), doing, now)?,
            None => store::presence::leave(c, ticket.id, viewer.person_id())?,
        }
        Ok::<_, WebError>(())
    };
    site.app.db.write(say).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Keeps what the reader has begun to write.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be written.
pub async fn draft(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (number, viewer, context) = (ticket_number(&number)?, session.viewer(), site.app.context());
    let kind = if posted.text("kind") == "note" { MessageKind::Note } else { MessageKind::Public };
    let (person, text) = (session.person, posted.text("text"));
    let save = move |c: &mut store::Connection| {
        let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        Ok::<_, WebError>(service::save_draft(c, &context, &person, ticket.id, kind, text)?)
    };
    site.app.db.write(save).await?;
    Ok(HttpResponse::NoContent().finish())
}
