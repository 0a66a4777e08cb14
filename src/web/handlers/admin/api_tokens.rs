//! `/admin/api-tokens`: the tokens with which programs call the API.

use actix_web::HttpResponse;
use chrono::Days;

use super::reading::Reading;
use super::token_form::TokenForm;
use super::values::Values;
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, EmailAddress, Person, TokenScope};
use crate::service::{self, Asker, NewApiToken};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, FormPage, Input};
use crate::web::pages::manager::Choice;
use crate::web::pages::render_with;
use crate::web::view::{Area, role_label};
use crate::web::visit::{PathId, Visit};

const PLACE: &str = "/admin/api-tokens";

/// For how many days a token can be made; none is for ever.
const LIVES: [(Option<u64>, &str); 4] =
    [(Some(30), "30 days"), (Some(90), "90 days"), (Some(365), "A year"), (None, "Until it is revoked")];

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
    let secret = ApiSecret::from_random(rand::random());
    let outcome = written(&visit, &posted, secret.clone()).await;
    page(&visit, TokenForm::after(outcome, &posted, secret.reveal())?).await
}

/// Makes a token good for nothing.
///
/// # Errors
/// [`WebError::NotFound`] for an id that no token has.
pub async fn revoke(
    visit: Visit,
    PathId(id): PathId<ApiTokenId>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::revoke_api_token(c, cx, Asker::Person(by), id)).await?;
    Ok(see_other(&format!("{PLACE}?done=revoked")))
}

async fn written(visit: &Visit, posted: &Posted, secret: ApiSecret) -> Result<ApiToken, WebError> {
    let mut form = Reading::of(posted);
    let email = form.field("person", EmailAddress::parse);
    let scope = form.field("scope", scope);
    let days = form.field("life", life);
    let (name, scope, days) = (posted.text("name"), scope.unwrap_or(TokenScope::Read), days.flatten());
    let mut faults = form.faults();
    let adding = move |c: &mut Connection, cx: &service::Context, by: &Person| {
        let person = match email {
            Some(email) => store::person::find_by_email(c, &email)?
                .ok_or_else(|| WebError::field("person", "Nobody has this address.")),
            None => Ok(by.clone()),
        };
        let person_id = faults.take(person.map(|person| person.id), by.id)?;
        let expires_at = days.and_then(|days| cx.now.checked_add_days(Days::new(days)));
        let new = NewApiToken { person_id, name, scope, expires_at };
        faults.settle(service::add_api_token(c, cx, Asker::Person(by), new, &secret))
    };
    visit.write(adding).await
}

async fn page(visit: &Visit, asked: TokenForm<'_>) -> Result<HttpResponse, WebError> {
    let now = visit.now;
    let (tokens, staff) = visit.read(move |c| Ok((good(c, now)?, store::person::staff(c)?))).await?;
    let title = "API tokens";
    let form = Form::new(PLACE, "Make a token", fields(&asked.values, &staff)).with_faults(asked.faults);
    render_with(
        asked.status,
        &FormPage {
            shell: visit.shell(Area::Tokens, title),
            parent: ("/admin", "Health"),
            title: title.to_owned(),
            lede: "With a token, a program calls the API for a person, with the rights that this person has at the \
                   moment. It opens no page, ends no session and makes no other token."
                .to_owned(),
            form,
            facts: asked.made.into_iter().collect(),
            others: tokens.iter().map(|(token, person)| revocation(visit, token, person.as_ref())).collect(),
        },
    )
}

fn fields(values: &Values<'_>, staff: &[Person]) -> Vec<FormField> {
    let choice = |value: String, label: &str| Choice { value, label: label.to_owned(), is_chosen: false };
    let scopes = TokenScope::ALL.map(|scope| choice(scope.as_str().to_owned(), scope_label(scope)));
    let addresses = staff.iter().map(|person| person.email.to_string()).collect();
    let lives = LIVES.map(|(days, label)| choice(days_word(days), label));
    vec![
        FormField::new("name", "Name", Input::Line("text"), values.get("name"))
            .hint("Such as the program that will use it."),
        FormField::new("person", "Acts for", Input::Suggested(addresses), values.get("person"))
            .hint("Type a letter and choose. For a service, add a person of its own without a password."),
        FormField::new("scope", "May", Input::Select(scopes.into()), values.get("scope")),
        FormField::new("life", "Good for", Input::Select(lives.into()), values.get("life")),
    ]
}

/// The tokens that are good at an instant, each with its person.
fn good(c: &mut Connection, now: Instant) -> Result<Vec<(ApiToken, Option<Person>)>, StoreError> {
    let tokens = store::api_token::list(c)?.into_iter().filter(|token| token.is_good(now));
    tokens.map(|token| Ok((token.clone(), store::person::find(c, token.person_id)?))).collect()
}

/// A token that is good, with what ends it.
fn revocation(visit: &Visit, token: &ApiToken, person: Option<&Person>) -> Form {
    let day = |at: Instant| at.with_timezone(&visit.session.person.time_zone).format("%-d %B %Y").to_string();
    let whom = person.map_or_else(
        || "somebody who is gone".to_owned(),
        |person| format!("{} ({})", person.name, role_label(person.role).to_lowercase()),
    );
    let rest = if person.is_some_and(|person| person.is_active) {
        ""
    } else {
        " They may not sign in, so it opens nothing."
    };
    let text = format!(
        "“{}” acts for {whom}: {}. Made on {}, {}, {}.{rest}",
        token.name,
        scope_label(token.scope).to_lowercase(),
        day(token.created_at),
        token.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used on {}", day(at))),
        token
            .expires_at
            .map_or_else(|| "good until it is revoked".to_owned(), |at| format!("ends on {}", day(at))),
    );
    let form = Form::new(format!("{PLACE}/{}/revoke", token.id), "Revoke", Vec::new());
    form.about("Token", text)
        .warning("Whatever uses it is refused from then on. A revoked token can’t be brought back.")
}

fn scope_label(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "Read only",
        TokenScope::Write => "Read and change",
    }
}

fn days_word(days: Option<u64>) -> String {
    days.map_or_else(|| "none".to_owned(), |days| days.to_string())
}

fn scope(text: &str) -> Result<TokenScope, &'static str> {
    let found = TokenScope::ALL.into_iter().find(|scope| scope.as_str() == text);
    found.ok_or("Choose what it may do.")
}

fn life(text: &str) -> Result<Option<u64>, &'static str> {
    let found = LIVES.into_iter().map(|(days, _)| days).find(|days| days_word(*days) == text);
    found.ok_or("Choose how long it is good for.")
}
