//! `/admin/people/{id}/data`: what is kept of a person, given out or erased.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::domain::{Person, PersonId};
use crate::service::{self, Asker};
use crate::store::erasure::{self, Traces};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::attachments::as_download;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

const WHAT_GOES: &str = "Gone for good: the name, the address and the password; what this person wrote in tickets, \
    with subjects, answers and files; their mails as they came. In what others wrote in their tickets, name and address are \
    replaced. Kept, without a name: that there was a ticket, its severity, and which promises were kept or broken. Backups \
    hold the data until they are removed in their turn.";

/// Says what is kept.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, Vec::new()).await
}

/// Gives everything out as a download.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn export(visit: Visit, PathId(id): PathId<PersonId>, _: Posted) -> Result<HttpResponse, WebError> {
    let bytes = visit.write(move |c, cx, by| service::export_person(c, cx, Asker::Person(by), id)).await?;
    Ok(as_download(&format!("person-{id}.tar.gz"), bytes))
}

/// Erases the person, once the box is ticked.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn erase(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    if posted.text("confirm") != "yes" {
        let fault = FieldFault::new("confirm", "Tick the box: this can’t be undone.");
        return page(&visit, id, vec![fault]).await;
    }
    match visit.write(move |c, cx, by| service::erase_person(c, cx, Asker::Person(by), id)).await {
        Ok(_) => Ok(see_other(&format!("/admin/people/{id}/data?done=erased"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, faults).await,
        Err(error) => Err(error),
    }
}

async fn page(visit: &Visit, id: PersonId, faults: Vec<FieldFault>) -> Result<HttpResponse, WebError> {
    let (person, traces) = visit.read(move |c| find(c, id)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = visit.shell(Area::People, format!("Data of {}", person.name));
    let confirm = FormField::new("confirm", "I know that this can’t be undone", Input::Tick, "");
    let erase = Form::new(format!("/admin/people/{id}/erase"), "Erase this person", vec![confirm])
        .about("Erase", WHAT_GOES)
        .with_faults(faults);
    let export = Form::new(format!("/admin/people/{id}/export"), "Download", Vec::new())
        .about("Give out", "One archive with the profile, the tickets, the files, and the mails both ways.");
    render_with(
        status,
        &FormPage {
            shell,
            parent: ("/admin/people", "People"),
            title: person.name.clone(),
            lede: "What is kept of this person, and what they may ask you to do with it.".to_owned(),
            form: export,
            facts: facts(&traces),
            others: vec![Form { is_danger: true, ..erase }],
        },
    )
}

fn find(c: &mut Connection, id: PersonId) -> Result<(Person, Traces), WebError> {
    let person = store::person::find(c, id)?.ok_or(WebError::NotFound)?;
    let traces = erasure::traces(c, id, person.email.as_str())?;
    Ok((person, traces))
}

fn facts(traces: &Traces) -> Vec<FactLine> {
    vec![
        FactLine::new("Tickets reported", traces.tickets.len().to_string()),
        FactLine::new("Messages written", traces.messages.to_string()),
        FactLine::new("Files sent", traces.attachments.len().to_string()),
        FactLine::new("Mails received from them", traces.mails.len().to_string()),
    ]
}
