//! `/admin/templates/{kind}`: the words of one kind of mail, looked at before they are saved.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::reading::Reading;
use super::templates::{Reader, about, customer};
use super::values::{Values, tick};
use crate::domain::{NoticeKind, NoticeTemplate, Organization, OrganizationId, TemplateWords};
use crate::mail::{self, TemplatePart};
use crate::service;
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{framed, see_other};
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input, TemplatePage};
use crate::web::pages::render_with;
use crate::web::view::{Area, zone_name};
use crate::web::visit::Visit;

/// How many lines of the text are shown to begin with.
const ROWS: u32 = 24;

/// The tick without which no text is dropped.
const SURE: &str = "sure";

/// Whose mails of which kind.
#[derive(Debug, Clone, Copy)]
struct Place {
    kind: NoticeKind,
    customer: Option<OrganizationId>,
}

impl Place {
    fn of_address(kind: &str, reader: &Reader) -> Result<Self, WebError> {
        let kind = kind.parse().map_err(|_| WebError::NotFound)?;
        Self { kind, customer: reader.organization()? }.checked()
    }

    fn of_form(posted: &Posted) -> Result<Self, WebError> {
        Self { kind: posted.required("kind")?, customer: posted.parse("customer")? }.checked()
    }

    /// No customer’s people get what only the provider’s people are sent.
    fn checked(self) -> Result<Self, WebError> {
        match self.customer.is_none() || self.kind.reaches_customers() {
            true => Ok(self),
            false => Err(WebError::NotFound),
        }
    }

    fn href(self) -> String {
        self.kind.template_page(self.customer)
    }
}

/// What there is at a place.
struct Found {
    customer: Option<Organization>,
    own: Option<NoticeTemplate>,
    of_all: Option<NoticeTemplate>,
}

impl Found {
    fn read(c: &mut Connection, place: Place) -> Result<Self, WebError> {
        let of_all = store::notice_template::find(c, None, place.kind)?;
        Ok(Self {
            customer: customer(c, place.customer)?,
            own: match place.customer {
                Some(id) => store::notice_template::find(c, Some(id), place.kind)?,
                None => of_all.clone(),
            },
            of_all,
        })
    }

    /// The words that are sent now.
    fn words(&self, kind: NoticeKind) -> TemplateWords {
        let written = self.own.as_ref().or(self.of_all.as_ref());
        written.map_or_else(|| mail::built_in_words(kind), |template| template.words.clone())
    }
}

/// Shows the words that are sent, to be changed.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    visit: Visit,
    kind: web::Path<String>,
    reader: web::Query<Reader>,
) -> Result<HttpResponse, WebError> {
    page(&visit, Place::of_address(&kind, &reader)?, None).await
}

/// The words that are sent as mails with made-up tickets, for the frame on their page.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show_preview(
    visit: Visit,
    kind: web::Path<String>,
    reader: web::Query<Reader>,
) -> Result<HttpResponse, WebError> {
    let place = Place::of_address(&kind, &reader)?;
    let found = visit.read(move |c| Found::read(c, place)).await?;
    preview_of(&visit, place.kind, &found.words(place.kind))
}

/// The same with words that are not saved, or what is wrong with them.
///
/// # Errors
/// As [`Posted`]; [`WebError::NotFound`].
pub async fn preview(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    preview_of(&visit, Place::of_form(&posted)?.kind, &typed(&posted))
}

/// Puts words into force.
///
/// # Errors
/// As [`Posted`]; [`WebError::NotFound`], or that the database can't be written. What is refused is shown again as
/// typed.
pub async fn save(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let (place, words) = (Place::of_form(&posted)?, typed(&posted));
    if let Err(faults) = mail::check_template(place.kind, &words) {
        let faults = faults.into_iter().map(|fault| FieldFault::new(field_name(fault.part), fault.message));
        return page(&visit, place, Some((&posted, faults.collect()))).await;
    }
    let Place { kind, customer } = place;
    visit.write(move |c, cx, by| service::save_template(c, cx, by, customer, kind, words)).await?;
    Ok(see_other(&after(place, "template_saved")))
}

/// Puts the words back to what they were before anybody changed them.
///
/// # Errors
/// As [`save`].
pub async fn reset(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let place = Place::of_form(&posted)?;
    if !Reading::of(&posted).tick(SURE) {
        let fault = FieldFault::new(SURE, "Tick the box first: the text can’t be brought back.");
        return page(&visit, place, Some((&posted, vec![fault]))).await;
    }
    let Place { kind, customer } = place;
    visit.write(move |c, cx, by| service::reset_template(c, cx, by, customer, kind)).await?;
    Ok(see_other(&after(place, "template_reset")))
}

fn after(place: Place, done: &str) -> String {
    let href = place.href();
    format!("{href}{}done={done}", if href.contains('?') { '&' } else { '?' })
}

fn typed(posted: &Posted) -> TemplateWords {
    TemplateWords { subject: posted.text("subject").trim().to_owned(), text: posted.text("text") }
}

fn field_name(part: TemplatePart) -> &'static str {
    match part {
        TemplatePart::Subject => "subject",
        TemplatePart::Text => "text",
    }
}

fn preview_of(visit: &Visit, kind: NoticeKind, words: &TemplateWords) -> Result<HttpResponse, WebError> {
    let zone = visit.session.person.time_zone;
    let shown = mail::preview(kind, words, zone, visit.now, &visit.site.app.config.public_url);
    Ok(framed(shown.map_err(WebError::internal)?))
}

async fn page(
    visit: &Visit,
    place: Place,
    refused: Option<(&Posted, Vec<FieldFault>)>,
) -> Result<HttpResponse, WebError> {
    let found = visit.read(move |c| Found::read(c, place)).await?;
    let words = found.words(place.kind);
    let known = Values::known([("subject", words.subject), ("text", words.text), (SURE, tick(false))]);
    let (values, faults, status) = match refused {
        // A reset that was not confirmed has no words with it: those in force stay.
        Some((_, faults)) if faults.iter().any(|fault| fault.field == SURE) => {
            (known, faults, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Some((posted, faults)) => (Values::Typed(posted), faults, StatusCode::UNPROCESSABLE_ENTITY),
        None => (known, Vec::new(), StatusCode::OK),
    };
    let parent = match (&found.customer, place.customer) {
        (Some(customer), Some(id)) => (format!("/admin/templates?customer={id}"), customer.name.clone()),
        _ => ("/admin/templates".to_owned(), "Mail templates".to_owned()),
    };
    let (of_reset, of_words): (Vec<_>, Vec<_>) = faults.into_iter().partition(|fault| fault.field == SURE);
    let reset = found.own.as_ref().map(|_| reset_form(place).with_faults(of_reset));
    let zone = zone_name(visit.session.person.time_zone);
    render_with(
        status,
        &TemplatePage {
            shell: visit.shell(Area::Templates, place.kind.title()),
            title: place.kind.title(),
            lede: format!("{}. {} Times below are in {zone}.", about(place.kind), whose(&found)),
            form: Form::new("/admin/templates", "Save", fields(place, &values)).with_faults(of_words),
            variables: mail::variable_lines(place.kind),
            preview_href: preview_href(place),
            parent,
            reset,
        },
    )
}

fn preview_href(place: Place) -> String {
    let customer = place.customer.map(|id| format!("?customer={id}")).unwrap_or_default();
    format!("/admin/templates/{}/preview{customer}", place.kind.word())
}

fn whose(found: &Found) -> &'static str {
    match (&found.customer, &found.own, &found.of_all) {
        (Some(_), Some(_), _) => "These are words of their own for this customer’s people.",
        (Some(_), None, Some(_)) => "This customer’s people get what everybody gets, until you save.",
        (None, Some(_), _) => "These are your own words.",
        (_, None, _) => "These are the built-in words, until you save.",
    }
}

fn fields(place: Place, values: &Values<'_>) -> Vec<FormField> {
    let mut fields = vec![
        FormField::new("subject", "Subject", Input::Line("text"), values.get("subject"))
            .hint("The ticket’s number is put before it."),
        FormField::new("text", "Text", Input::Lines(ROWS), values.get("text"))
            .hint("Plain text, from the greeting to the signature. The HTML of the mail is made from it."),
    ];
    fields.extend(place_fields(place));
    fields
}

fn reset_form(place: Place) -> Form {
    let mut fields = vec![FormField::new(SURE, "Yes, drop this text", Input::Tick, tick(false)).optional()];
    fields.extend(place_fields(place));
    let text = match place.customer {
        Some(_) => "This customer’s people get what everybody gets again.",
        None => "The built-in words are sent again.",
    };
    let form = Form::new("/admin/templates/reset", "Drop it", fields).about("Drop this text", text);
    Form { is_danger: true, ..form }
}

fn place_fields(place: Place) -> [FormField; 2] {
    let customer = place.customer.map(|id| id.to_string()).unwrap_or_default();
    [
        FormField::new("kind", "", Input::Hidden, place.kind.word()),
        FormField::new("customer", "", Input::Hidden, customer),
    ]
}
