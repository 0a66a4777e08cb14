//! Links by mail: `/signin/forgotten` and `/signin/link` ask for one, `/link/{token}` opens it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;

use super::sign_in::{caller, welcome};
use super::{second_step, see_other};
use crate::domain::{EmailAddress, LinkPurpose, Person};
use crate::service::account::{self, Limit};
use crate::store::Connection;
use crate::web::auth::second_step::{Need, need};
use crate::web::auth::{Password, network, sign_in};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::{Posted, client_address};
use crate::web::pages::account::AloneFormPage;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// Links that one account is mailed in an hour and in a day; more are not sent, which is not told.
const PER_ACCOUNT: [(i32, TimeDelta); 2] = [(3, TimeDelta::hours(1)), (10, TimeDelta::days(1))];
/// Links that one address may ask for in an hour.
const PER_ADDRESS: i32 = 20;

/// Shows the form for a new password.
///
/// # Errors
/// None but our own.
pub async fn show_forgotten(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    ask(&site, &request, LinkPurpose::PasswordReset, StatusCode::OK, "", Vec::new())
}

/// Mails a link for a new password.
///
/// # Errors
/// As [`submit_link`].
pub async fn submit_forgotten(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    send(&site, &request, LinkPurpose::PasswordReset, &posted).await
}

/// Shows the form for a link to sign in with.
///
/// # Errors
/// [`WebError::NotFound`] where the installation has none.
pub async fn show_link(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    require_links(&site)?;
    ask(&site, &request, LinkPurpose::SignIn, StatusCode::OK, "", Vec::new())
}

/// Mails a link to sign in with.
///
/// # Errors
/// [`WebError::TooMany`] for an address that asks too often, or that the database can't be written.
pub async fn submit_link(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    require_links(&site)?;
    send(&site, &request, LinkPurpose::SignIn, &posted).await
}

fn require_links(site: &Site) -> Result<(), WebError> {
    if site.app.config.auth.sign_in_links { Ok(()) } else { Err(WebError::NotFound) }
}

fn ask(
    site: &Site,
    request: &HttpRequest,
    purpose: LinkPurpose,
    status: StatusCode,
    email: &str,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (title, action) = match purpose {
        LinkPurpose::SignIn => ("Sign in by a link", "/signin/link"),
        _ => ("A new password", "/signin/forgotten"),
    };
    let field =
        FormField::new("email", "Email address", Input::Line("email"), email).completed_as("username");
    let form = Form::new(action, "Mail me a link", vec![field]).with_faults(faults);
    let lede = "We mail you a link that is good once. Staff sign in by password.".to_owned();
    let lede = if purpose == LinkPurpose::SignIn {
        lede
    } else {
        "We mail you a link that is good once.".to_owned()
    };
    let page = page(site, request, title, lede, Some(form));
    render_with(status, &page)
}

async fn send(
    site: &Site,
    request: &HttpRequest,
    purpose: LinkPurpose,
    posted: &Posted,
) -> Result<HttpResponse, WebError> {
    let typed = posted.text("email");
    let Ok(email) = EmailAddress::parse(&typed) else {
        let faults = vec![FieldFault::new("email", "Write an address like name@example.com.")];
        return ask(site, request, purpose, StatusCode::UNPROCESSABLE_ENTITY, &typed, faults);
    };
    let limit = |subject, most, window| Limit { subject, most, window };
    let address = client_address(site, request).map(network);
    let of_address: Vec<Limit> = address
        .into_iter()
        .map(|it| limit(format!("links:{it}"), PER_ADDRESS, TimeDelta::hours(1)))
        .collect();
    let of_account: Vec<Limit> = PER_ACCOUNT
        .into_iter()
        .map(|(most, window)| limit(format!("links:{email}:{}", window.num_hours()), most, window))
        .collect();
    let context = site.app.context();
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        if let Err(throttled) = account::count_try(c, &context, &of_address)? {
            return Ok(Err(throttled));
        }
        if account::count_try(c, &context, &of_account)?.is_ok() {
            account::request_link(c, &context, &email, purpose)?;
        }
        Ok(Ok(()))
    };
    if let Err(throttled) = site.app.db.write(job).await? {
        return Err(WebError::TooMany { retry_after: throttled.retry_after.num_seconds().max(1) });
    }
    let lede =
        "If we know this address, a mail with a link is on its way. It is good once, and not for long."
            .to_owned();
    let mut page = page(site, request, "Look into your mail", lede, None);
    page.links = vec![("/signin".to_owned(), "Back to signing in")];
    render_with(StatusCode::OK, &page)
}

/// Shows what a link does, and does nothing: mail scanners open links.
///
/// # Errors
/// Those of the database; a link that is not good says so.
pub async fn show(
    site: web::Data<Site>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (context, wanted) = (site.app.context(), token.clone());
    let open =
        move |c: &mut Connection| -> Result<_, WebError> { Ok(account::open_link(c, &context, &wanted)?) };
    match site.app.db.read(open).await {
        Ok((link, person)) => {
            link_page(&site, &request, &token, link.purpose, &person, StatusCode::OK, Vec::new())
        }
        Err(WebError::NotFound) => worthless(&site, &request),
        Err(error) => Err(error),
    }
}

/// Uses a link: sets the password that was chosen, or signs in.
///
/// # Errors
/// As [`show`]; a weak password is refused and the link stays good.
pub async fn submit(
    site: web::Data<Site>,
    request: HttpRequest,
    token: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (context, wanted) = (site.app.context(), token.clone());
    let open =
        move |c: &mut Connection| -> Result<_, WebError> { Ok(account::open_link(c, &context, &wanted)?) };
    let (link, person) = match site.app.db.read(open).await {
        Ok(found) => found,
        Err(WebError::NotFound) => return worthless(&site, &request),
        Err(error) => return Err(error),
    };
    let done = match link.purpose {
        LinkPurpose::SignIn => sign_in_by(&site, &request, &token).await,
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => {
            match Password::choose_for(&posted.text("password"), &person) {
                Ok(password) => choose(&site, &token, password).await,
                Err(weak) => Err(WebError::field("password", format!("{weak}."))),
            }
        }
    };
    match done {
        Err(WebError::NotFound) => worthless(&site, &request),
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            link_page(&site, &request, &token, link.purpose, &person, status, faults)
        }
        other => other,
    }
}

async fn choose(site: &Site, token: &str, password: Password) -> Result<HttpResponse, WebError> {
    let hash = site.hashing.hash_chosen(password, "password").await?;
    let (context, token) = (site.app.context(), token.to_owned());
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        Ok(account::choose_password_by_link(c, &context, &token, &hash)?)
    };
    site.app.db.write(job).await?;
    Ok(see_other("/signin?done=password_chosen"))
}

/// The link proves the mailbox, which stands in for the password; a second step is still asked for.
async fn sign_in_by(site: &Site, request: &HttpRequest, token: &str) -> Result<HttpResponse, WebError> {
    let (context, token) = (site.app.context(), token.to_owned());
    let job =
        move |c: &mut Connection| -> Result<_, WebError> { Ok(account::use_link(c, &context, &token)?) };
    let (_, person) = site.app.db.write(job).await?;
    match need(site, &person).await? {
        Need::Nothing => {
            let signed_in = sign_in::begin(site, person, caller(site, request)).await?;
            welcome(site, &signed_in, "/")
        }
        Need::Code => second_step::ask(site, &person, "/").await,
        Need::Enrolment => second_step::enrol(site, &person, "/").await,
    }
}

fn link_page(
    site: &Site,
    request: &HttpRequest,
    token: &str,
    purpose: LinkPurpose,
    person: &Person,
    status: StatusCode,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let action = format!("/link/{token}");
    let (title, form) = match purpose {
        LinkPurpose::SignIn => ("Sign in", Form::new(action, "Sign in", Vec::new())),
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => {
            let hint = format!(
                "At least {} characters: a few words in a row are easy to remember.",
                crate::web::auth::SHORTEST
            );
            let field = FormField::new("password", "New password", Input::Line("password"), "").hint(hint);
            ("Choose a password", Form::new(action, "Set the password", vec![field]))
        }
    };
    let lede = format!("For {}.", person.email);
    render_with(status, &page(site, request, title, lede, Some(form.with_faults(faults))))
}

fn worthless(site: &Site, request: &HttpRequest) -> Result<HttpResponse, WebError> {
    let lede = "It was used before, has run out, or was taken back. Ask for another one.".to_owned();
    let mut page = page(site, request, "This link is good no more", lede, None);
    page.links =
        vec![("/signin".to_owned(), "Sign in"), ("/signin/forgotten".to_owned(), "Ask for a new password")];
    render_with(StatusCode::NOT_FOUND, &page)
}

fn page(
    site: &Site,
    request: &HttpRequest,
    title: &'static str,
    lede: String,
    form: Option<Form>,
) -> AloneFormPage {
    let shell = Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, title);
    AloneFormPage { shell, title, lede, enrolment: None, codes: Vec::new(), form, links: Vec::new() }
}
