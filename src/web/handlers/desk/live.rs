//! What makes the desk live: `POST /desk/tickets/{number}/presence` and `.../draft`.

use actix_web::{HttpResponse, web};

use crate::domain::{Doing, MessageKind};
use crate::service::{self, DraftThen};
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::input::Posted;
use crate::web::site::Site;

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
    let then = match posted.has("then") {
        true => DraftThen::Chosen(posted.parse("then")?),
        false => DraftThen::AsBefore,
    };
    let save = move |c: &mut store::Connection| {
        let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
        Ok::<_, WebError>(service::save_draft(c, &context, &person, ticket.id, kind, text, then)?)
    };
    site.app.db.write(save).await?;
    Ok(HttpResponse::NoContent().finish())
}
