//! What a manager does with a mail that is held back: let it in, discard it, take it back.

use actix_web::HttpResponse;

use super::mail::page;
use crate::domain::{InboundMail, InboundMailId, InboundState, TicketNumber};
use crate::service::{self, Release};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::Choice;
use crate::web::stored_mail;
use crate::web::visit::{PathId, Visit};

/// The word for each place in the form.
const PLACES: [(&str, Release); 2] =
    [("own_ticket", Release::OwnTicket), ("named_ticket", Release::NamedTicket)];

/// Lets the mail in.
///
/// # Errors
/// [`WebError::NotFound`], [`WebError::Conflict`] for one that is not held back. What is refused is shown again.
pub async fn release(
    visit: Visit,
    PathId(id): PathId<InboundMailId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let typed = posted.text("to");
    let released = match (PLACES.iter().find(|(word, _)| *word == typed), posted.text("sure") == "yes") {
        (None, _) => Err(WebError::field("to", "Choose one of the list.")),
        (_, false) => Err(WebError::field("sure", "Make sure who wrote it, and tick this.")),
        (Some((_, to)), true) => {
            let ((_, mail), to) = (stored_mail::read(&visit.site, id).await?, *to);
            visit.write(move |c, cx, by| service::release_mail(c, cx, by, id, mail, to)).await
        }
    };
    match released {
        Ok(_) => Ok(see_other(&format!("/admin/inbox/{id}?done=released"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, &typed, faults).await,
        Err(error) => Err(error),
    }
}

/// Sets the mail aside.
///
/// # Errors
/// As [`release`].
pub async fn discard(
    visit: Visit,
    PathId(id): PathId<InboundMailId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::discard_mail(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/inbox/{id}?done=discarded")))
}

/// Takes a mail back that was set aside.
///
/// # Errors
/// As [`release`].
pub async fn restore(
    visit: Visit,
    PathId(id): PathId<InboundMailId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::restore_mail(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/inbox/{id}?done=restored")))
}

/// The forms of a mail: `named` is the ticket that it names, `typed` what was chosen and refused.
pub(super) fn forms(
    mail: &InboundMail,
    named: Option<TicketNumber>,
    typed: &str,
    faults: Vec<FieldFault>,
) -> Vec<Form> {
    let id = mail.id;
    match mail.state {
        InboundState::Quarantined => {
            let discard = Form::new(format!("/admin/inbox/{id}/discard"), "Discard", Vec::new())
                .about("Discard", "It is kept as it came, and you can take it back.");
            vec![release_form(id, named, typed).with_faults(faults), Form { is_danger: true, ..discard }]
        }
        InboundState::Discarded => vec![
            Form::new(format!("/admin/inbox/{id}/restore"), "Take it back", Vec::new())
                .about("Take it back", "It is held back again, and can be let in."),
        ],
        _ => Vec::new(),
    }
}

fn release_form(id: InboundMailId, named: Option<TicketNumber>, typed: &str) -> Form {
    let choice =
        |value: &str, label: String| Choice { value: value.to_owned(), label, is_chosen: value == typed };
    let mut choices = vec![choice("own_ticket", "Into a ticket of its own".to_owned())];
    choices
        .extend(named.map(|number| choice("named_ticket", format!("Into ticket #{number}, which it names"))));
    let fields = vec![
        FormField::new("to", "Where", Input::Select(choices), typed),
        FormField::new("sure", "I have made sure who wrote it", Input::Tick, "")
            .hint("In the ticket that it names, what a person of ours wrote is sent to the customer as their reply."),
    ];
    Form::new(format!("/admin/inbox/{id}/release"), "Let it in", fields)
        .about("Let it in", "You vouch for its sender. Its clocks start when it was received.")
}
