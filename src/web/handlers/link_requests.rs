//! `/signin/forgotten` and `/signin/link`: asking for a link by mail.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;

use super::asking_cookie;
use crate::domain::{AskingSecret, EmailAddress, LinkPurpose};
use crate::service::account::{self, Limit};
use crate::store::Connection;
use crate::web::auth::network;
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
    let lede = match purpose {
        LinkPurpose::SignIn => "We mail you a link that is good once. Staff sign in by password.",
        _ => "We mail you a link that is good once.",
    };
    let page = page(site, request, title, lede.to_owned(), Some(form));
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
    // A second link to the same browser goes with the same number: whichever mail is opened, it fits.
    let browser =
        asking_cookie::read(site, request).unwrap_or_else(|| AskingSecret::from_random(rand::random()));
    let (context, asking) = (site.app.context(), browser.clone());
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        if let Err(throttled) = account::count_try(c, &context, &of_address)? {
            return Ok(Err(throttled));
        }
        if account::count_try(c, &context, &of_account)?.is_ok() {
            account::request_link(c, &context, &email, purpose, &asking)?;
        }
        Ok(Ok(()))
    };
    if let Err(throttled) = site.app.db.write(job).await? {
        return Err(WebError::TooMany { retry_after: throttled.retry_after.num_seconds().max(1) });
    }
    sent(site, request, purpose, &browser)
}

/// Says the same whether the address is known or not.
fn sent(
    site: &Site,
    request: &HttpRequest,
    purpose: LinkPurpose,
    browser: &AskingSecret,
) -> Result<HttpResponse, WebError> {
    let lede =
        "If we know this address, a mail with a link is on its way. It is good once, and not for long.";
    let number = browser.number(&site.app.identity.signer);
    let (start, end) = number.split_at_checked(3).unwrap_or((&number, ""));
    let lede = match purpose {
        LinkPurpose::SignIn => format!(
            "{lede} Open it in this browser. On another device it asks for this number: {start} {end}"
        ),
        _ => lede.to_owned(),
    };
    let mut page = page(site, request, "Look into your mail", lede, None);
    page.links = vec![("/signin".to_owned(), "Back to signing in")];
    let mut response = render_with(StatusCode::OK, &page)?;
    if purpose == LinkPurpose::SignIn {
        response.add_cookie(&asking_cookie::of(site, browser)).map_err(WebError::internal)?;
    }
    Ok(response)
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
