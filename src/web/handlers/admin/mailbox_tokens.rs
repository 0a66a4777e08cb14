//! `/admin/mailbox-tokens`: the tokens with which mail providers hand in mail.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::values::Values;
use crate::domain::{MailboxSecret, MailboxToken, MailboxTokenId};
use crate::service;
use crate::store;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

const PLACE: &str = "/admin/mailbox-tokens";

/// What stands on the page beside the tokens.
struct Asked<'a> {
    status: StatusCode,
    values: Values<'a>,
    faults: Vec<FieldFault>,
    /// A token that was just made: it is shown this once.
    made: Option<MailboxSecret>,
}

/// Shows the tokens that are good, and the form for a new one.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let values = Values::known([("name", String::new())]);
    let asked = Asked { status: StatusCode::OK, values, faults: Vec::new(), made: None };
    page(&visit, asked).await
}

/// Makes a token, and shows it once.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let secret = MailboxSecret::from_random(rand::random());
    let (name, kept) = (posted.text("name"), secret.clone());
    let added = visit.write(move |c, cx, _| service::add_mailbox_token(c, cx, &name, &kept)).await;
    let asked = match added {
        Ok(_) => Asked {
            status: StatusCode::OK,
            values: Values::known([("name", String::new())]),
            faults: Vec::new(),
            made: Some(secret),
        },
        Err(WebError::Invalid(faults)) => Asked {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            values: Values::Typed(&posted),
            faults,
            made: None,
        },
        Err(error) => return Err(error),
    };
    page(&visit, asked).await
}

/// Makes a token good for nothing.
///
/// # Errors
/// [`WebError::NotFound`] for an id that no token has.
pub async fn revoke(
    visit: Visit,
    PathId(id): PathId<MailboxTokenId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, _| service::revoke_mailbox_token(c, cx, id)).await?;
    Ok(see_other(&format!("{PLACE}?done=revoked")))
}

async fn page(visit: &Visit, asked: Asked<'_>) -> Result<HttpResponse, WebError> {
    let tokens = visit.read(|c| Ok(store::mailbox_token::list(c)?)).await?;
    let title = "Mailbox tokens";
    let shell = visit.shell(Area::Inbox, title);
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
