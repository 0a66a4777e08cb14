//! `/admin/mailbox-tokens`: the tokens with which mail providers hand in mail.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::values::Values;
use crate::domain::{MailboxSecret, MailboxToken, MailboxTokenId};
use crate::service;
use crate::store::{self, StoreError};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

const PLACE: &str = "/admin/mailbox-tokens";

/// What stands on the page beside the tokens.
struct Asked<'a> {
    status: StatusCode,
    values: Values<'a>,
    faults: Vec<FieldFault>,
    /// A token that was just made: it is shown this once.
    made: Option<MailboxSecret>,
    done: Option<&'static str>,
}

/// Shows the tokens that are good, and the form for a new one.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let (values, done) = (Values::known([("name", String::new())]), done.sentence());
    let asked = Asked { status: StatusCode::OK, values, faults: Vec::new(), made: None, done };
    page(&site, &session, &request, asked).await
}

/// Makes a token, and shows it once.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (context, secret) =
        (site.app.context().by(&session.person), MailboxSecret::from_random(rand::random()));
    let (name, kept) = (posted.text("name"), secret.clone());
    let adding = move |c: &mut _| -> Result<MailboxToken, WebError> {
        Ok(service::add_mailbox_token(c, &context, &name, &kept)?)
    };
    let asked = match site.app.db.write(adding).await {
        Ok(_) => Asked {
            status: StatusCode::OK,
            values: Values::known([("name", String::new())]),
            faults: Vec::new(),
            made: Some(secret),
            done: None,
        },
        Err(WebError::Invalid(faults)) => Asked {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            values: Values::Typed(&posted),
            faults,
            made: None,
            done: None,
        },
        Err(error) => return Err(error),
    };
    page(&site, &session, &request, asked).await
}

/// Makes a token good for nothing.
///
/// # Errors
/// [`WebError::NotFound`] for an id that no token has.
pub async fn revoke(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    let id: MailboxTokenId = id.parse().map_err(|_| WebError::NotFound)?;
    let context = site.app.context().by(&session.person);
    site.app.db.write(move |c| service::revoke_mailbox_token(c, &context, id)).await?;
    Ok(see_other(&format!("{PLACE}?done=revoked")))
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    asked: Asked<'_>,
) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::mailbox_token::list).await;
    let tokens = found.map_err(|error: StoreError| WebError::from(error))?;
    let title = "Mailbox tokens";
    let mut shell = shell(site, session, Look::of(request), None, site.now()).at(Area::Inbox, title);
    shell.done = asked.done;
    let name = FormField::new("name", "Name", Input::Line("text"), asked.values.get("name"))
        .hint("Such as the provider’s name. Received mail is listed under it.");
    let shown = asked.made.map(|secret| FactLine::new("New token, shown once", secret.reveal()));
    render_with(
        asked.status,
        &FormPage {
            shell,
            parent: ("/admin/inbox", "Received mail"),
            title: title.to_owned(),
            lede: "With a token, a mail provider posts mail to /api/v1/inbound. It opens nothing else."
                .to_owned(),
            form: Form::new(PLACE, "Make a token", vec![name]).with_faults(asked.faults),
            facts: shown.into_iter().collect(),
            others: tokens.iter().filter(|token| token.revoked_at.is_none()).map(revocation).collect(),
        },
    )
}

/// A token that is good, with what ends it.
fn revocation(token: &MailboxToken) -> Form {
    let text = format!("“{}”, made on {}.", token.name, token.created_at.format("%-d %B %Y"));
    let form = Form::new(format!("{PLACE}/{}/revoke", token.id), "Revoke", Vec::new());
    Form { is_danger: true, ..form.about("Token", text) }
}
