//! `POST /account/mails`: which mails somebody of the provider gets.

use actix_web::HttpResponse;

use super::admin::{Reading, tick};
use super::see_other;
use crate::domain::StaffMail;
use crate::service;
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::visit::Visit;

/// Keeps the choice.
///
/// # Errors
/// As [`Posted`], or that the database can't be written.
pub async fn submit(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let form = Reading::of(&posted);
    let wanted: Vec<_> = StaffMail::ALL.into_iter().filter(|mail| form.tick(mail.word())).collect();
    visit.write(move |c, cx, by| service::choose_mails(c, cx, by, &wanted)).await?;
    Ok(see_other("/account?done=mails_chosen"))
}

/// The form, with what is chosen.
#[must_use]
pub fn form(wanted: &[StaffMail]) -> Form {
    let field = |mail: StaffMail| {
        let field =
            FormField::new(mail.word(), label(mail), Input::Tick, tick(wanted.contains(&mail))).optional();
        match mail {
            StaffMail::Warning => field.hint("Without it, warnings about your tickets go to your team; to you, where nobody there wants them."),
            _ => field,
        }
    };
    Form::new("/account/mails", "Save", StaffMail::ALL.map(field).into())
        .about("Mails to you", "Calls while you are on call, and alarms, always come.")
}

fn label(mail: StaffMail) -> &'static str {
    match mail {
        StaffMail::NewTicket => "A new ticket for my team",
        StaffMail::CustomerWrote => "The customer wrote in a ticket of mine",
        StaffMail::Mentioned => "A colleague mentioned me in a note",
        StaffMail::Followed => "Something was written in a ticket that I follow",
        StaffMail::Warning => "A promise is about to break",
    }
}
