//! `/signin/code` and `/signin/enrol`: the second step of signing in, after the right password.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::see_other;
use super::sign_in::{Next, caller, remember, too_many, welcome};
use crate::domain::Person;
use crate::service::account;
use crate::store::{self, Connection};
use crate::web::auth::{SignInFailure, pending, second_step, sign_in};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::{Posted, encode, local_path};
use crate::web::pages::account::{AloneFormPage, Enrolment};
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// Sends somebody who has proved their password to the page that asks for the code.
///
/// # Errors
/// Those of the database.
pub async fn ask(site: &Site, person: &Person, next: &str) -> Result<HttpResponse, WebError> {
    go_on(site, person, &format!("/signin/code?next={}", encode(next))).await
}

/// Sends somebody whose role needs a second step to the page that sets it up.
///
/// # Errors
/// Those of the database.
pub async fn enrol(site: &Site, person: &Person, next: &str) -> Result<HttpResponse, WebError> {
    let (context, id) = (site.app.context(), person.id);
    let begin =
        move |c: &mut Connection| -> Result<_, WebError> { Ok(account::begin_second_step(c, &context, id)?) };
    site.app.db.write(begin).await?;
    go_on(site, person, &format!("/signin/enrol?next={}", encode(next))).await
}

async fn go_on(site: &Site, person: &Person, place: &str) -> Result<HttpResponse, WebError> {
    let id = person.id;
    let read =
        move |c: &mut Connection| -> Result<i64, WebError> { Ok(store::person::token_generation(c, id)?) };
    let generation = site.app.db.read(read).await?;
    let mark = pending::issue(&site.keys, id, generation, site.now());
    let mut response = see_other(place);
    let age = Duration::seconds(pending::PATIENCE.num_seconds());
    response.add_cookie(&cookie(site, mark, age)).map_err(WebError::internal)?;
    Ok(response)
}

fn cookie(site: &Site, mark: String, age: Duration) -> Cookie<'static> {
    Cookie::build(cookie_name(site), mark)
        .path("/signin")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure)
        .max_age(age)
        .finish()
}

fn cookie_name(site: &Site) -> &'static str {
    if site.is_secure { "__Secure-punctual-pending" } else { "punctual-pending" }
}

/// Who has proved their password in this browser a moment ago.
async fn waiting(site: &Site, request: &HttpRequest) -> Result<Option<Person>, WebError> {
    let Some(mark) = request.cookie(cookie_name(site)) else { return Ok(None) };
    let Some((id, generation)) = pending::read(&site.keys, mark.value(), site.now()) else { return Ok(None) };
    let find = move |c: &mut Connection| -> Result<Option<Person>, WebError> {
        let person = store::person::find(c, id)?.filter(|person| person.is_active);
        Ok(person.filter(|_| store::person::token_generation(c, id).is_ok_and(|now| now == generation)))
    };
    site.app.db.read(find).await
}

/// Asks for the code.
///
/// # Errors
/// Those of the database.
pub async fn show_code(
    site: web::Data<Site>,
    request: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, WebError> {
    match waiting(&site, &request).await? {
        Some(_) => code_page(&site, &request, StatusCode::OK, local_path(&query.next), Vec::new()),
        None => Ok(see_other("/signin")),
    }
}

/// Takes the code, and signs in.
///
/// # Errors
/// Those of the database; a wrong code shows the form again.
pub async fn submit_code(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let Some(person) = waiting(&site, &request).await? else { return Ok(see_other("/signin")) };
    let next = posted.text("next");
    let next = local_path(&next);
    let again = |status, words: String| {
        code_page(&site, &request, status, next, vec![FieldFault::new("code", words)])
    };
    match second_step::check(&site, &person, &posted.text("code")).await {
        Ok(()) => {
            let signed_in = sign_in::begin(&site, person, caller(&site, &request)).await?;
            let mut response = welcome(&site, &signed_in, next)?;
            response.add_cookie(&cookie(&site, String::new(), Duration::ZERO)).map_err(WebError::internal)?;
            Ok(response)
        }
        Err(SignInFailure::Wrong) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, "This code is not right, or was used before.".to_owned())
        }
        Err(SignInFailure::Throttled(throttled)) => again(StatusCode::TOO_MANY_REQUESTS, too_many(throttled)),
        Err(SignInFailure::Broken(error)) => Err(error),
    }
}

/// Shows what the app is given.
///
/// # Errors
/// Those of the database.
pub async fn show_enrolment(
    site: web::Data<Site>,
    request: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, WebError> {
    match waiting(&site, &request).await? {
        Some(person) => {
            let next = local_path(&query.next);
            enrolment_page(&site, &request, &person, StatusCode::OK, next, Vec::new()).await
        }
        None => Ok(see_other("/signin")),
    }
}

/// Takes the app's first code, signs in, and shows the recovery codes.
///
/// # Errors
/// Those of the database; a wrong code shows the form again.
pub async fn submit_enrolment(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let Some(person) = waiting(&site, &request).await? else { return Ok(see_other("/signin")) };
    // Whoever has an app already proves it: setting up another one is for the account page.
    if second_step::need(&site, &person).await? == second_step::Need::Code {
        return Ok(see_other("/signin/code"));
    }
    let next = posted.text("next");
    let next = local_path(&next);
    let (context, who, code) = (site.app.context(), person.clone(), posted.text("code"));
    let confirm = move |c: &mut Connection| -> Result<Vec<String>, WebError> {
        Ok(account::confirm_second_step(c, &context, &who, &code)?)
    };
    match site.app.db.write(confirm).await {
        Ok(codes) => {
            let signed_in = sign_in::begin(&site, person, caller(&site, &request)).await?;
            let mut page = page(&site, &request, "The second step is set up", None);
            page.codes = codes;
            page.links = vec![(next.to_owned(), "I have kept them: go on")];
            let mut response = render_with(StatusCode::OK, &page)?;
            remember(&site, &signed_in, &mut response)?;
            response.add_cookie(&cookie(&site, String::new(), Duration::ZERO)).map_err(WebError::internal)?;
            Ok(response)
        }
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            enrolment_page(&site, &request, &person, status, next, faults).await
        }
        Err(error) => Err(error),
    }
}

fn code_page(
    site: &Site,
    request: &HttpRequest,
    status: StatusCode,
    next: &str,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let form = Form::new("/signin/code", "Sign in", fields(next)).with_faults(faults);
    let mut page = page(site, request, "The second step", Some(form));
    page.lede =
        "Type the code that your authenticator app shows now, or one of your recovery codes.".to_owned();
    render_with(status, &page)
}

async fn enrolment_page(
    site: &Site,
    request: &HttpRequest,
    person: &Person,
    status: StatusCode,
    next: &str,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let form = Form::new("/signin/enrol", "Set it up and sign in", fields(next)).with_faults(faults);
    let mut page = page(site, request, "Set up the second step", Some(form));
    page.lede =
        "Your role needs a second step for signing in: a code that an app on your phone shows.".to_owned();
    page.enrolment = enrolment(site, person).await?;
    render_with(status, &page)
}

/// What the app is given of the enrolment that was begun.
///
/// # Errors
/// Those of the database.
pub async fn enrolment(site: &Site, person: &Person) -> Result<Option<Enrolment>, WebError> {
    let id = person.id;
    let read = move |c: &mut Connection| -> Result<_, WebError> { Ok(store::second_step::of_person(c, id)?) };
    let steps = site.app.db.read(read).await?;
    let begun = steps.into_iter().find(|step| step.confirmed_at.is_none());
    let codes = begun.and_then(|step| step.codes(&site.app.identity.signer, &person.email));
    Ok(codes.and_then(|codes| Enrolment::of(&codes)))
}

fn fields(next: &str) -> Vec<FormField> {
    vec![
        FormField::new("next", "", Input::Hidden, next),
        FormField::new("code", "Code", Input::Line("text"), "").completed_as("one-time-code"),
    ]
}

fn page(site: &Site, request: &HttpRequest, title: &'static str, form: Option<Form>) -> AloneFormPage {
    let shell = Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, title);
    AloneFormPage {
        shell,
        title,
        lede: String::new(),
        enrolment: None,
        codes: Vec::new(),
        form,
        links: Vec::new(),
    }
}
