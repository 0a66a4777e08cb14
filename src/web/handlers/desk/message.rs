//! `POST /desk/tickets/{number}/message`: a public reply or an internal note, and the status after it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::listed::{Listed, next_after};
use super::place::Place;
use super::ticket::{Refused, answer};
use crate::domain::{MessageKind, TicketId, TicketNumber};
use crate::service::{self, NewMessage, Sent};
use crate::sla::{Channel, Status};
use crate::store::{self, Connection};
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
    let place = Place::of(&request);
    let data = ticket_data::load(&site, &session, number).await?;
    let is_note = posted.text("kind") == "note";
    let onward = Onward::find(&site, &session, &place, number, &posted.text("go")).await?;
    let (version, then) = (posted.parse("version")?, posted.parse::<Status>("then")?);
    let (context, once) = (site.app.context(), posted.once());
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
    let (kept, unsent) = (posted.texts("keep-"), message.clone());
    let left_out = posted.texts("had-").into_iter().filter(|mark| !kept.contains(mark)).collect();
    let written = site
        .app
        .db
        .write(move |c| -> Result<&'static str, WebError> {
            if !service::is_first(c, &context, &author, once.as_ref(), ticket)? {
                return Ok(if is_note { "noted" } else { "held" });
            }
            let mut message = message;
            message.attachments.splice(..0, service::draft_files(c, &context, &author, ticket, &kept)?);
            if is_note {
                service::reply(c, &context, &author, ticket, version, message, then)?;
                store::draft::delete(c, ticket, author.id)?;
                return Ok("noted");
            }
            match service::hold_reply(c, &context, &author, ticket, version, message, then)? {
                Sent::Held { .. } => Ok("held"),
                Sent::Left => Ok("replied"),
            }
        })
        .await;
    let faults = match written {
        Ok(done) => return Ok(see_other(&onward.address(&place, number, done))),
        Err(error) => refusal(error)?,
    };
    if !unsent.attachments.is_empty() {
        keep(&site, &session, ticket, unsent, then).await?;
    }
    // What is shown now is the ticket after the other one's change, with the text still in the form.
    let fresh = ticket_data::load(&site, &session, number).await?;
    let refused =
        Refused { text: posted.text("text"), is_note, then, faults, left_out, ..Refused::default() };
    answer(&site, &session, &request, StatusCode::CONFLICT, fresh, refused, None).await
}

/// What stands above the form when it is shown again; the error itself where that would not help.
fn refusal(error: WebError) -> Result<Vec<FieldFault>, WebError> {
    match error {
        WebError::Invalid(faults) => Ok(faults),
        WebError::Conflict(text) => Ok(vec![FieldFault::new("version", text)]),
        WebError::Stale => Ok(vec![FieldFault::new(
            "version",
            "Somebody else changed this ticket while you wrote. What they did is on the page now; your text is kept below. Send it again if it still fits.",
        )]),
        error => Err(error),
    }
}

/// Keeps the files of a refused message with the draft, as a browser attaches none by itself. One over the limit is
/// what the page tells of.
async fn keep(
    site: &Site,
    session: &Session,
    ticket: TicketId,
    unsent: NewMessage,
    then: Option<Status>,
) -> Result<(), WebError> {
    let (context, author) = (site.app.context(), session.person.clone());
    let keep = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(service::keep_unsent(c, &context, &author, ticket, unsent, then)?)
    };
    match site.app.db.write(keep).await {
        Ok(()) | Err(WebError::Invalid(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Where the agent goes once the message is written.
enum Onward {
    /// To a ticket: this one again, or the next of the list.
    Ticket(TicketNumber),
    /// To the list, where no other ticket is left in it.
    List,
}

impl Onward {
    /// Reads the list before anything changes in it: a resolved ticket would no longer stand there.
    async fn find(
        site: &Site,
        session: &Session,
        place: &Place,
        number: TicketNumber,
        wanted: &str,
    ) -> Result<Self, WebError> {
        if wanted != "next" {
            return Ok(Self::Ticket(number));
        }
        let (contracts, now) = (site.app.contracts.clone(), site.now());
        let (reader, place) = (session.person.clone(), place.clone());
        let read = move |c: &mut Connection| Listed::read(c, &contracts, &reader, &place, now);
        let numbers = site.app.db.read(read).await?.numbers();
        Ok(next_after(&numbers, number.0).map_or(Self::List, |next| Self::Ticket(TicketNumber(next))))
    }

    /// The page after a message to the ticket `from`. Elsewhere than there, a banner with its own button tells of a reply
    /// that is held: one is enough.
    fn address(&self, place: &Place, from: TicketNumber, done: &str) -> String {
        let is_there = matches!(self, Self::Ticket(to) if *to == from);
        let told = (is_there || done != "held").then_some(done);
        match self {
            Self::Ticket(number) => place.address(&format!("/desk/tickets/{number}"), told),
            Self::List => place.address("/desk", told),
        }
    }
}
