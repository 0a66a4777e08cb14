//! `/admin/mailbox-tokens`: the tokens with which mail providers hand in mail.

use actix_web::HttpResponse;

use super::token_form::TokenForm;
use crate::domain::{MailboxSecret, MailboxToken, MailboxTokenId};
use crate::service;
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

const PLACE: &str = "/admin/mailbox-tokens";

/// Shows the tokens that are good, and the form for a new one.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, TokenForm::empty()).await
}

/// Makes a token, and shows it once.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let secret = MailboxSecret::from_random(rand::random());
    let (name, kept) = (posted.text("name"), secret.clone());
    let outcome = visit.write(move |c, cx, _| service::add_mailbox_token(c, cx, &name, &kept)).await;
    page(&visit, TokenForm::after(outcome, &posted, secret.reveal())?).await
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

async fn page(visit: &Visit, asked: TokenForm<'_>) -> Result<HttpResponse, WebError> {
    let tokens = visit.read(|c| Ok(store::mailbox_token::list(c)?)).await?;
    let title = "Mailbox tokens";
    let shell = visit.shell(Area::Inbox, title);
    let name = FormField::new("name", "Name", Input::Line("text"), asked.values.get("name"))
        .hint("Such as the provider’s name. Received mail is listed under it.");
    render_with(
        asked.status,
        &FormPage {
            shell,
            parent: ("/admin/inbox", "Received mail"),
            title: title.to_owned(),
            lede: "With a token, a mail provider posts mail to /api/v1/inbound. It opens nothing else."
                .to_owned(),
            form: Form::new(PLACE, "Make a token", vec![name]).with_faults(asked.faults),
            facts: asked.made.into_iter().collect(),
            others: tokens.iter().filter(|token| token.revoked_at.is_none()).map(revocation).collect(),
        },
    )
}

/// A token that is good, with what ends it.
fn revocation(token: &MailboxToken) -> Form {
    let text = format!("“{}”, made on {}.", token.name, token.created_at.format("%-d %B %Y"));
    let form = Form::new(format!("{PLACE}/{}/revoke", token.id), "Revoke", Vec::new());
    form.about("Token", text).warning(
        "Mail that is handed in with it is refused from then on. A revoked token can’t be brought back.",
    )
}
