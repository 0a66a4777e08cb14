//! `/link`, the link in a mail that chooses a password or signs in: it asks, and `/link/confirm` does it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::sign_in::{caller, welcome};
use super::{asking_cookie, mailed_link, second_step, see_other};
use crate::domain::{Link, LinkPurpose, Person};
use crate::service::account::{self, Asking, LinkSignIn};
use crate::store::Connection;
use crate::web::auth::second_step::{Need, need};
use crate::web::auth::{Password, sign_in};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::Posted;
use crate::web::pages::account::AloneFormPage;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// Asks for the link.
///
/// # Errors
/// None but our own.
pub async fn ask(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    mailed_link::ask(&site, &request, "Open the link", "/link")
}

/// A link that was opened.
struct Opened {
    token: String,
    link: Link,
    person: Person,
}

async fn find(site: &Site, posted: &Posted) -> Result<Opened, WebError> {
    let (context, token) = (site.app.context(), mailed_link::token(posted));
    let open = move |c: &mut Connection| -> Result<_, WebError> {
        let (link, person) = account::open_link(c, &context, &token)?;
        Ok(Opened { token, link, person })
    };
    site.app.db.read(open).await
}

/// Shows what a link does.
///
/// # Errors
/// Those of the database; a link that is not good says so.
pub async fn open(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    match find(&site, &posted).await {
        Ok(opened) => link_page(&site, &request, &opened, StatusCode::OK, Vec::new()),
        Err(WebError::NotFound) => worthless(&site, &request),
        Err(error) => Err(error),
    }
}

/// Uses a link: sets the password that was chosen, or signs in.
///
/// # Errors
/// As [`open`]; a weak password or a wrong number is refused and the link stays good.
pub async fn confirm(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let opened = match find(&site, &posted).await {
        Ok(opened) => opened,
        Err(WebError::NotFound) => return worthless(&site, &request),
        Err(error) => return Err(error),
    };
    let done = match opened.link.purpose {
        LinkPurpose::SignIn => sign_in_by(&site, &request, &opened.token, posted.text("number")).await,
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => {
            match Password::choose_for(&posted.text("password"), &opened.person) {
                Ok(password) => choose(&site, &opened.token, password).await,
                Err(weak) => Err(WebError::field("password", format!("{weak}."))),
            }
        }
    };
    match done {
        Err(WebError::NotFound) => worthless(&site, &request),
        Err(WebError::Invalid(faults)) => {
            link_page(&site, &request, &opened, StatusCode::UNPROCESSABLE_ENTITY, faults)
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
async fn sign_in_by(
    site: &Site,
    request: &HttpRequest,
    token: &str,
    number: String,
) -> Result<HttpResponse, WebError> {
    let (context, token) = (site.app.context(), token.to_owned());
    let asking = Asking { browser: asking_cookie::read(site, request), number };
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        Ok(account::sign_in_by_link(c, &context, &token, &asking)?)
    };
    let LinkSignIn::Proved(person) = site.app.db.write(job).await? else {
        return Err(WebError::field("number", "It is the number on the page where you asked for the link."));
    };
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
    opened: &Opened,
    status: StatusCode,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let mut fields = vec![FormField::new(mailed_link::FIELD, "", Input::Hidden, &opened.token)];
    let (title, button) = match opened.link.purpose {
        LinkPurpose::SignIn => ("Sign in", "Sign in"),
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => ("Choose a password", "Set the password"),
    };
    match opened.link.purpose {
        LinkPurpose::SignIn if opened.link.is_for(asking_cookie::read(site, request).as_ref()) => {}
        LinkPurpose::SignIn => fields.push(number_field()),
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => fields.push(password_field()),
    }
    let form = Form::new("/link/confirm", button, fields).with_faults(faults);
    render_with(status, &page(site, request, title, format!("For {}.", opened.person.email), Some(form)))
}

fn number_field() -> FormField {
    let hint = "You did not ask for the link in this browser. The page where you did shows six digits. If you asked \
                for none, close this page: somebody else did.";
    FormField::new("number", "The number on that page", Input::Line("text"), "").hint(hint)
}

fn password_field() -> FormField {
    let shortest = crate::web::auth::SHORTEST;
    let hint = format!("At least {shortest} characters: a few words in a row are easy to remember.");
    FormField::new("password", "New password", Input::Line("password"), "").hint(hint)
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
