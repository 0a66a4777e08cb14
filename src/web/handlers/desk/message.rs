//! `POST /desk/tickets/{number}/message`: a public reply or an internal note, and the status after it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Refused, answer};
use crate::domain::MessageKind;
use crate::service::{self, NewMessage};
use crate::sla::{Channel, Status};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::site::Site;
use crate::web::ticket_data;

/// Writes the message. One that is refused, or that crossed with somebody else's change, is shown again as typed.
///
/// # Errors
/// [`WebError::NotFound`], as [`Posted`], or that the database can't be written.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&site, &session, number).await?;
    let is_note = posted.text("kind") == "note";
    let (version, then) = (posted.parse("version")?, posted.parse::<Status>("then")?);
    let context = site.app.context();
    let message = NewMessage {
        kind: if is_note { MessageKind::Note } else { MessageKind::Public },
        channel: Channel::Portal,
        text: posted.text("text"),
        html: None,
        attachments: posted.take_files(),
        inbound_mail_id: None,
        received_at: context.now,
    };
    let (author, ticket) = (session.person.clone(), data.ticket.id);
    let written = site
        .app
        .db
        .write(move |c| -> Result<(), WebError> {
            service::reply(c, &context, &author, ticket, version, message, then)?;
            Ok(())
        })
        .await;
    let faults = match written {
        Ok(()) => {
            let done = if is_note { "noted" } else { "replied" };
            return Ok(see_other(&format!("/desk/tickets/{number}?done={done}")));
        }
        Err(WebError::Invalid(faults)) => faults,
        Err(WebError::Conflict(text)) => vec![FieldFault::new("version", text)],
        Err(WebError::Stale) => vec![FieldFault::new(
            "version",
            "Somebody else changed this ticket while you wrote. What they did is on the page now; your text is kept below. Send it again if it still fits.",
        )],
        Err(error) => return Err(error),
    };
    // What is shown now is the ticket after the other one's change, with the text still in the form.
    let fresh = ticket_data::load(&site, &session, number).await?;
    let refused = Refused { text: posted.text("text"), is_note, faults };
    answer(&site, &session, &request, StatusCode::CONFLICT, fresh, refused, None).await
}
