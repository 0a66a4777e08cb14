//! `/account`: what people see and change about themselves.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::admin::time_zone;
use super::{Done, mail_choices, own_sessions, second_step, see_other, shell};
use crate::domain::{Person, SessionRecord};
use crate::service::account;
use crate::store::{self, Connection};
use crate::web::api::sessions::live;
use crate::web::auth::second_step::is_required;
use crate::web::auth::{Attempt, Password, SHORTEST, Session, SignInFailure, sign_in};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::{Posted, client_address};
use crate::web::pages::account::{DeskAccountPage, EndingSessions, PortalAccountPage, SessionRow};
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment};

/// What was refused: the form's address, and why.
type Refused = Option<(&'static str, Vec<FieldFault>)>;

/// Shows the page.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    page(&site, &session, &request, None, Vec::new(), done.sentence()).await
}

/// Changes name and time zone.
///
/// # Errors
/// As [`Posted`]; what is refused is shown again.
pub async fn profile(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let zone = match time_zone(posted.text("time_zone").trim()) {
        Ok(zone) => zone,
        Err(words) => {
            let refused = Some(("/account/profile", vec![FieldFault::new("time_zone", words)]));
            return page(&site, &session, &request, refused, Vec::new(), None).await;
        }
    };
    let (context, id, name) = (site.app.context(), session.person.id, posted.text("name"));
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(account::change_profile(c, &context, id, &name, zone)?)
    };
    let outcome = site.app.db.write(job).await.map(|()| "changed");
    finish(&site, &session, &request, "/account/profile", outcome).await
}

/// Changes the password. The present one is asked for, since a browser may have been left alone.
///
/// # Errors
/// As [`profile`].
pub async fn password(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let outcome = change_password(&site, &session, &request, &posted).await.map(|()| "own_password");
    finish(&site, &session, &request, "/account/password", outcome).await
}

async fn change_password(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    posted: &Posted,
) -> Result<(), WebError> {
    prove(site, session, request, &posted.text("present_password")).await?;
    let chosen = Password::choose_for(&posted.text("new_password"), &session.person);
    let chosen = chosen.map_err(|weak| WebError::field("new_password", format!("{weak}.")))?;
    let hash = site.hashing.hash_chosen(chosen, "new_password").await?;
    let (context, person, current) = (site.app.context(), session.person.id, session.in_person()?);
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(account::change_password(c, &context, person, current, &hash)?)
    };
    site.app.db.write(job).await
}

/// Begins to set up a second step.
///
/// # Errors
/// As [`profile`].
pub async fn begin_second_step(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let proved = prove(&site, &session, &request, &posted.text("present_password")).await;
    let outcome = match proved {
        Ok(()) => {
            let (context, id) = (site.app.context(), session.person.id);
            let job = move |c: &mut Connection| -> Result<_, WebError> {
                Ok(account::begin_second_step(c, &context, id)?)
            };
            site.app.db.write(job).await.map(|_| "")
        }
        Err(error) => Err(error),
    };
    finish(&site, &session, &request, "/account/second-step/begin", outcome).await
}

/// Takes the app's first code, and shows the recovery codes.
///
/// # Errors
/// As [`profile`].
pub async fn confirm_second_step(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (context, person, code) = (site.app.context(), session.person.clone(), posted.text("code"));
    let job = move |c: &mut Connection| -> Result<Vec<String>, WebError> {
        Ok(account::confirm_second_step(c, &context, &person, &code)?)
    };
    match site.app.db.write(job).await {
        Ok(codes) => page(&site, &session, &request, None, codes, None).await,
        Err(error) => finish(&site, &session, &request, "/account/second-step/confirm", Err(error)).await,
    }
}

/// Makes new recovery codes, and shows them.
///
/// # Errors
/// As [`profile`].
pub async fn renew_codes(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    const FORM: &str = "/account/second-step/codes";
    if let Err(error) = prove(&site, &session, &request, &posted.text("present_password")).await {
        return finish(&site, &session, &request, FORM, Err(error)).await;
    }
    let (context, id) = (site.app.context(), session.person.id);
    let job = move |c: &mut Connection| -> Result<Vec<String>, WebError> {
        store::second_step::confirmed(c, id)?.ok_or(WebError::NotFound)?;
        Ok(account::renew_recovery_codes(c, &context, id)?)
    };
    let codes = site.app.db.write(job).await?;
    page(&site, &session, &request, None, codes, None).await
}

/// Takes the second step away, unless the role needs one.
///
/// # Errors
/// As [`profile`].
pub async fn remove_second_step(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let outcome = remove(&site, &session, &request, &posted).await.map(|()| "second_step_off");
    finish(&site, &session, &request, "/account/second-step/remove", outcome).await
}

async fn remove(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    posted: &Posted,
) -> Result<(), WebError> {
    if is_required(site, &session.person) {
        return Err(WebError::NotAllowed);
    }
    prove(site, session, request, &posted.text("present_password")).await?;
    let (context, person) = (site.app.context(), session.person.clone());
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(account::remove_second_step(c, &context, &person)?)
    };
    site.app.db.write(job).await
}

/// Checks the present password, under the same limits as a sign-in.
pub(super) async fn prove(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    typed: &str,
) -> Result<(), WebError> {
    let address = client_address(site, request);
    let limits = Attempt { account: session.person.email.as_str(), known_device: None, address }.limits();
    match sign_in::prove_again(site, &session.person, Password::given(typed), limits).await {
        Ok(()) => Ok(()),
        Err(SignInFailure::Wrong) => {
            Err(WebError::field("present_password", "This is not your present password."))
        }
        Err(SignInFailure::Throttled(throttled)) => {
            Err(WebError::TooMany { retry_after: throttled.retry_after.num_seconds().max(1) })
        }
        Err(SignInFailure::Broken(error)) => Err(error),
    }
}

/// Goes back to the page, or shows it with what was refused.
pub(super) async fn finish(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    form: &'static str,
    outcome: Result<&str, WebError>,
) -> Result<HttpResponse, WebError> {
    match outcome {
        Ok(done) => Ok(see_other(&format!("/account?done={done}"))),
        Err(WebError::Invalid(faults)) => {
            page(site, session, request, Some((form, faults)), Vec::new(), None).await
        }
        Err(error) => Err(error),
    }
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    refused: Refused,
    codes: Vec<String>,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let id = session.person.id;
    let read = move |c: &mut Connection| -> Result<_, WebError> {
        let person = store::person::find(c, id)?.ok_or(WebError::NotFound)?;
        let has_step = store::second_step::confirmed(c, id)?.is_some();
        let wanted = store::mail_choice::wanted(c, id)?;
        Ok((person, has_step, store::second_step::recovery_codes_left(c, id)?, wanted))
    };
    let (person, has_step, codes_left, wanted_mails) = site.app.db.read(read).await?;
    let enrolment = second_step::enrolment(site, &person).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut forms = vec![profile_form(&person), password_form()];
    if person.role.is_staff() {
        forms.push(mail_choices::form(&wanted_mails));
    }
    forms.extend(step_forms(has_step, enrolment.is_some(), is_required(site, &person), codes_left));
    let asks_password = !session.is_recent(site).await?;
    let of_sessions = refused.as_ref().filter(|(action, _)| *action == own_sessions::FORM);
    let sessions_fault = of_sessions.and_then(|(_, faults)| faults.first()).map(|one| one.message.clone());
    if let Some((action, faults)) = refused {
        forms = forms
            .into_iter()
            .map(|form| if form.action == action { form.with_faults(faults.clone()) } else { form })
            .collect();
    }
    let (sessions, current) = (live(site, session).await?, session.in_person()?);
    let row = |record: SessionRecord| SessionRow {
        id: record.id.to_string(),
        browser: record.browser,
        network: record.address.unwrap_or_default(),
        since: Moment::new(record.created_at, now, person.time_zone),
        seen: Moment::new(record.rotated_at, now, person.time_zone),
        is_current: record.id == current,
    };
    let sessions = sessions.into_iter().map(row).collect();
    let mut shell = shell(site, session, Look::of(request), None, now).at(Area::Elsewhere, "Your account");
    shell.done = done;
    let email = person.email.to_string();
    let ending = EndingSessions { rows: sessions, asks_password, fault: sessions_fault };
    match person.role.is_staff() {
        true => render_with(status, &DeskAccountPage { shell, email, enrolment, codes, forms, ending }),
        false => render_with(status, &PortalAccountPage { shell, email, enrolment, codes, forms, ending }),
    }
}

fn profile_form(person: &Person) -> Form {
    let fields = vec![
        FormField::new("name", "Name", Input::Line("text"), &person.name).completed_as("name"),
        FormField::new("time_zone", "Time zone", Input::Line("text"), person.time_zone.name())
            .hint("By its IANA name, like Europe/London."),
    ];
    Form::new("/account/profile", "Save", fields)
        .about("You", "How others see you, and in which zone you read times.")
}

fn password_form() -> Form {
    let new = FormField::new("new_password", "New password", Input::Line("password"), "")
        .hint(format!("At least {SHORTEST} characters: a few words in a row are easy to remember."));
    Form::new("/account/password", "Change the password", vec![present_password("password-present"), new])
        .about("Password", "Signs you out everywhere else.")
}

fn present_password(id: &'static str) -> FormField {
    FormField::new("present_password", "Present password", Input::Line("password"), "")
        .completed_as("current-password")
        .known_as(id)
}

fn step_forms(has_step: bool, is_begun: bool, is_required: bool, codes_left: i64) -> Vec<Form> {
    let mut forms = Vec::new();
    if is_begun {
        let code = FormField::new("code", "Code", Input::Line("text"), "").completed_as("one-time-code");
        forms.push(
            Form::new("/account/second-step/confirm", "Turn it on", vec![code])
                .about("Confirm the app", "Type the code that the app shows now."),
        );
    }
    let (title, words) = match has_step {
        true => ("Another app", "Replaces the app that you use now, once its first code is typed."),
        false => ("Second step", "Asks for a code of an app on your phone whenever you sign in."),
    };
    let begin = vec![present_password("begin-present")];
    forms.push(Form::new("/account/second-step/begin", "Set up an app", begin).about(title, words));
    if has_step {
        let words = format!("You have {codes_left} left. New ones make the old ones worthless.");
        let codes = vec![present_password("codes-present")];
        forms.push(
            Form::new("/account/second-step/codes", "Make new codes", codes).about("Recovery codes", words),
        );
    }
    if has_step && !is_required {
        let remove = vec![present_password("remove-present")];
        let form = Form::new("/account/second-step/remove", "Turn it off", remove)
            .about("Turn the second step off", "Your password alone will let you in.");
        forms.push(Form { is_danger: true, ..form });
    }
    forms
}
