//! `/desk/macros`: messages that agents keep under a name.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::domain::{MACRO_VARIABLES, Macro, MacroId, MessageKind, Role, Sharing};
use crate::service::{self, MacroChange};
use crate::sla::Status;
use crate::store;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::admin::{Reading, Values, tick};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::manager::Choice;
use crate::web::pages::render_with;
use crate::web::view::{Area, QueueView};
use crate::web::visit::{PathId, Visit};

const PLACE: &str = "/desk/macros";

type Refused<'a> = Option<(&'a Posted, Vec<FieldFault>)>;

/// Shows the macros that the reader may use, and the form for a new one.
///
/// # Errors
/// Where the database can't be read.
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    all(&visit, None).await
}

/// Adds a macro.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let change = read(&posted)?;
    match visit.write(move |c, cx, by| service::add_macro(c, cx, by, change)).await {
        Ok(_) => Ok(see_other(&format!("{PLACE}?done=added"))),
        Err(WebError::Invalid(faults)) => all(&visit, Some((&posted, faults))).await,
        Err(error) => Err(error),
    }
}

/// Shows one macro, to be changed.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<MacroId>) -> Result<HttpResponse, WebError> {
    one(&visit, id, None).await
}

/// Changes a macro.
///
/// # Errors
/// As [`show`] and [`add`]; [`WebError::NotAllowed`] for somebody else's.
pub async fn change(
    visit: Visit,
    PathId(id): PathId<MacroId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let change = read(&posted)?;
    match visit.write(move |c, _, by| service::change_macro(c, by, id, change)).await {
        Ok(_) => Ok(see_other(&format!("{PLACE}?done=changed"))),
        Err(WebError::Invalid(faults)) => one(&visit, id, Some((&posted, faults))).await,
        Err(error) => Err(error),
    }
}

/// Removes a macro.
///
/// # Errors
/// As [`change`].
pub async fn remove(visit: Visit, PathId(id): PathId<MacroId>, _: Posted) -> Result<HttpResponse, WebError> {
    visit.write(move |c, _, by| service::remove_macro(c, by, id)).await?;
    Ok(see_other(&format!("{PLACE}?done=removed")))
}

fn read(posted: &Posted) -> Result<MacroChange, WebError> {
    Ok(MacroChange {
        name: posted.text("name"),
        text: posted.text("text"),
        kind: if posted.text("kind") == "note" { MessageKind::Note } else { MessageKind::Public },
        then: posted.parse::<Status>("then")?,
        sharing: if Reading::of(posted).tick("shared") { Sharing::Everybody } else { Sharing::Owner },
    })
}

async fn all(visit: &Visit, refused: Refused<'_>) -> Result<HttpResponse, WebError> {
    let reader = visit.session.person.id;
    let macros = visit.read(move |c| Ok(store::reply_macro::list(c, reader)?)).await?;
    let (values, faults, status) = typed_or(refused, Values::empty());
    let title = "Macros";
    let lede = "Messages that you send again and again. In a ticket, choose one above the message.";
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Queue(QueueView::default()), title),
            parent: ("/desk", "Queue"),
            title: title.to_owned(),
            lede: lede.to_owned(),
            form: Form::new(PLACE, "Add the macro", fields(&values)).with_faults(faults),
            facts: macros.iter().map(line).collect(),
            others: Vec::new(),
        },
    )
}

async fn one(visit: &Visit, id: MacroId, refused: Refused<'_>) -> Result<HttpResponse, WebError> {
    let (reader, role) = (visit.session.person.id, visit.session.person.role);
    let kept =
        visit.read(move |c| store::reply_macro::find(c, reader, id)?.ok_or(WebError::NotFound)).await?;
    let (values, faults, status) = typed_or(refused, known(&kept));
    let is_theirs = kept.owner_id == reader || role >= Role::Manager;
    let remove = Form::new(format!("{PLACE}/{id}/remove"), "Remove", Vec::new())
        .about("Remove this macro", "Messages that were sent with it stay.");
    let lede = if is_theirs { "" } else { "Only who shared it, or a manager, changes it." };
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Queue(QueueView::default()), kept.name.clone()),
            parent: (PLACE, "Macros"),
            title: kept.name,
            lede: lede.to_owned(),
            form: Form::new(format!("{PLACE}/{id}"), "Save", fields(&values)).with_faults(faults),
            facts: Vec::new(),
            others: if is_theirs { vec![Form { is_danger: true, ..remove }] } else { Vec::new() },
        },
    )
}

fn typed_or<'a>(refused: Refused<'a>, known: Values<'a>) -> (Values<'a>, Vec<FieldFault>, StatusCode) {
    match refused {
        Some((posted, faults)) => (Values::Typed(posted), faults, StatusCode::UNPROCESSABLE_ENTITY),
        None => (known, Vec::new(), StatusCode::OK),
    }
}

fn known(kept: &Macro) -> Values<'static> {
    Values::known([
        ("name", kept.name.clone()),
        ("text", kept.text.clone()),
        ("kind", if kept.kind == MessageKind::Note { "note" } else { "public" }.to_owned()),
        ("then", kept.then.map(|status| status.as_str().to_owned()).unwrap_or_default()),
        ("shared", tick(kept.sharing == Sharing::Everybody)),
    ])
}

fn line(kept: &Macro) -> FactLine {
    let label = if kept.sharing == Sharing::Everybody { "Shared" } else { "Yours" };
    FactLine { href: Some(format!("{PLACE}/{}", kept.id)), ..FactLine::new(label, &kept.name) }
}

fn fields(values: &Values<'_>) -> Vec<FormField> {
    let select = |name, label, choices: &[(&str, &str)]| {
        let choice = |(value, label): &(&str, &str)| Choice {
            value: (*value).to_owned(),
            label: (*label).to_owned(),
            is_chosen: false,
        };
        FormField::new(name, label, Input::Select(choices.iter().map(choice).collect()), values.get(name))
    };
    let variables: Vec<String> =
        MACRO_VARIABLES.iter().map(|(name, what)| format!("{{{{{name}}}}} is {what}")).collect();
    vec![
        FormField::new("name", "Name", Input::Line("text"), values.get("name")),
        FormField::new("text", "Message", Input::Lines(8), values.get("text"))
            .hint(format!("Filled in by each ticket: {}.", variables.join("; "))),
        select("kind", "Who reads it", &[("public", "The customer"), ("note", "Agents only")]),
        select(
            "then",
            "Then set the status to",
            &[
                ("", "Keep the status"),
                ("waiting_on_customer", "Waiting on the customer"),
                ("resolved", "Resolved"),
            ],
        )
        .optional(),
        FormField::new("shared", "For every agent", Input::Tick, values.get("shared")).optional(),
    ]
}
