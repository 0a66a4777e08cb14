//! `/account`: what people see and change about themselves.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use chrono_tz::Tz;

use super::admin::time_zone;
use super::{mail_choices, own_sessions, second_step, see_other};
use crate::domain::{Person, SessionRecord};
use crate::service::{Context, account};
use crate::store::{self, Connection};
use crate::web::api::sessions::live;
use crate::web::auth::second_step::is_required;
use crate::web::auth::{Attempt, Password, SHORTEST, SignInFailure, sign_in};
use crate::web::error::{FieldFault, WebError};
use crate::web::input::{Posted, client_address};
use crate::web::pages::account::{DeskAccountPage, EndingSessions, PortalAccountPage, SessionRow};
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::render_with;
use crate::web::view::{Area, Moment};
use crate::web::visit::Visit;

/// What was refused: the form's address, and why.
type Refused = Option<(&'static str, Vec<FieldFault>)>;

/// Shows the page.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, None, Vec::new()).await
}

/// Changes name and time zone.
///
/// # Errors
/// As [`Posted`]; what is refused is shown again.
pub async fn profile(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let typed = [posted.text("name"), posted.text("time_zone")];
    let [name, zone] = typed.clone();
    let outcome = match time_zone(zone.trim()) {
        Ok(zone) => visit.write(move |c, cx, by| account::change_profile(c, cx, by.id, &name, zone)).await,
        Err(words) => Err(WebError::field("time_zone", words)),
    };
    match outcome {
        Err(WebError::Invalid(faults)) => {
            page_with(&visit, Some(("/account/profile", faults)), Vec::new(), Some(typed)).await
        }
        outcome => finish(&visit, "/account/profile", outcome.map(|()| "changed")).await,
    }
}

/// Changes the password. The present one is asked for, since a browser may have been left alone.
///
/// # Errors
/// As [`profile`].
pub async fn password(visit: Visit, request: HttpRequest, posted: Posted) -> Result<HttpResponse, WebError> {
    let outcome = change_password(&visit, &request, &posted).await.map(|()| "own_password");
    finish(&visit, "/account/password", outcome).await
}

async fn change_password(visit: &Visit, request: &HttpRequest, posted: &Posted) -> Result<(), WebError> {
    prove(visit, request, posted).await?;
    let chosen = Password::choose_for(&posted.text("new_password"), &visit.session.person);
    let chosen = chosen.map_err(|weak| WebError::field("new_password", format!("{weak}.")))?;
    let hash = visit.site.hashing.hash_chosen(chosen, "new_password").await?;
    let current = visit.session.in_person()?;
    visit.write(move |c, cx, by| account::change_password(c, cx, by.id, current, &hash)).await
}

/// Begins to set up a second step.
///
/// # Errors
/// As [`profile`].
pub async fn begin_second_step(
    visit: Visit,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let outcome = match prove(&visit, &request, &posted).await {
        Ok(()) => visit.write(|c, cx, by| account::begin_second_step(c, cx, by.id)).await,
        Err(error) => Err(error),
    };
    finish(&visit, "/account/second-step/begin", outcome.map(|_| "")).await
}

/// Takes the app's first code, and shows the recovery codes.
///
/// # Errors
/// As [`profile`].
pub async fn confirm_second_step(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let code = posted.text("code");
    match visit.write(move |c, cx, by| account::confirm_second_step(c, cx, by, &code)).await {
        Ok(codes) => page(&visit, None, codes).await,
        Err(error) => finish(&visit, "/account/second-step/confirm", Err(error)).await,
    }
}

/// Makes new recovery codes, and shows them.
///
/// # Errors
/// As [`profile`].
pub async fn renew_codes(
    visit: Visit,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    if let Err(error) = prove(&visit, &request, &posted).await {
        return finish(&visit, "/account/second-step/codes", Err(error)).await;
    }
    let renewing = |c: &mut Connection, cx: &Context, by: &Person| -> Result<Vec<String>, WebError> {
        store::second_step::confirmed(c, by.id)?.ok_or(WebError::NotFound)?;
        Ok(account::renew_recovery_codes(c, cx, by.id)?)
    };
    let codes = visit.write(renewing).await?;
    page(&visit, None, codes).await
}

/// Takes the second step away, unless the role needs one.
///
/// # Errors
/// As [`profile`].
pub async fn remove_second_step(
    visit: Visit,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let outcome = remove(&visit, &request, &posted).await.map(|()| "second_step_off");
    finish(&visit, "/account/second-step/remove", outcome).await
}

async fn remove(visit: &Visit, request: &HttpRequest, posted: &Posted) -> Result<(), WebError> {
    if is_required(&visit.site, &visit.session.person) {
        return Err(WebError::NotAllowed);
    }
    prove(visit, request, posted).await?;
    visit.write(account::remove_second_step).await
}

/// Checks the present password, under the same limits as a sign-in.
pub(super) async fn prove(visit: &Visit, request: &HttpRequest, posted: &Posted) -> Result<(), WebError> {
    let (site, person) = (&visit.site, &visit.session.person);
    let address = client_address(site, request);
    let limits = Attempt { account: person.email.as_str(), known_device: None, address }.limits();
    let typed = posted.text("present_password");
    match sign_in::prove_again(site, person, Password::given(&typed), limits).await {
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
    visit: &Visit,
    form: &'static str,
    outcome: Result<&str, WebError>,
) -> Result<HttpResponse, WebError> {
    match outcome {
        Ok(done) => Ok(see_other(&format!("/account?done={done}"))),
        Err(WebError::Invalid(faults)) => page(visit, Some((form, faults)), Vec::new()).await,
        Err(error) => Err(error),
    }
}

async fn page(visit: &Visit, refused: Refused, codes: Vec<String>) -> Result<HttpResponse, WebError> {
    page_with(visit, refused, codes, None).await
}

/// The page with name and time zone as they were typed.
async fn page_with(
    visit: &Visit,
    refused: Refused,
    codes: Vec<String>,
    typed: Option<[String; 2]>,
) -> Result<HttpResponse, WebError> {
    let (site, id) = (&visit.site, visit.session.person.id);
    let read = move |c: &mut Connection| -> Result<_, WebError> {
        let person = store::person::find(c, id)?.ok_or(WebError::NotFound)?;
        let has_step = store::second_step::confirmed(c, id)?.is_some();
        let wanted = store::mail_choice::wanted(c, id)?;
        Ok((person, has_step, store::second_step::recovery_codes_left(c, id)?, wanted))
    };
    let (person, has_step, codes_left, wanted_mails) = visit.read(read).await?;
    let enrolment = second_step::enrolment(site, &person).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let present = || [person.name.clone(), person.time_zone.name().to_owned()];
    let mut forms = vec![profile_form(typed.unwrap_or_else(present)), password_form()];
    if person.role.is_staff() {
        forms.push(mail_choices::form(&wanted_mails));
    }
    forms.extend(step_forms(has_step, is_required(site, &person), codes_left));
    let mut enrolling = enrolment.map(|enrolment| (enrolment, confirming_form()));
    let ending = ending_sessions(visit, person.time_zone, refused.as_ref()).await?;
    if let Some((action, faults)) = refused {
        let told = |form: Form| if form.action == action { form.with_faults(faults.clone()) } else { form };
        enrolling = enrolling.map(|(enrolment, form)| (enrolment, told(form)));
        forms = forms.into_iter().map(told).collect();
    }
    let shell = visit.shell(Area::Elsewhere, "Your account");
    let email = person.email.to_string();
    match person.role.is_staff() {
        true => render_with(status, &DeskAccountPage { shell, email, enrolling, codes, forms, ending }),
        false => render_with(status, &PortalAccountPage { shell, email, enrolling, codes, forms, ending }),
    }
}

/// The browsers in which somebody is signed in, and what ending one asks for.
async fn ending_sessions(
    visit: &Visit,
    zone: Tz,
    refused: Option<&(&'static str, Vec<FieldFault>)>,
) -> Result<EndingSessions, WebError> {
    let (site, session) = (&visit.site, &visit.session);
    let (sessions, current) = (live(site, session).await?, session.in_person()?);
    let row = |record: SessionRecord| SessionRow {
        id: record.id.to_string(),
        browser: record.browser,
        network: record.address.unwrap_or_default(),
        since: Moment::new(record.created_at, visit.now, zone),
        seen: Moment::new(record.rotated_at, visit.now, zone),
        is_current: record.id == current,
    };
    let fault = refused.filter(|(action, _)| *action == own_sessions::FORM);
    Ok(EndingSessions {
        rows: sessions.into_iter().map(row).collect(),
        asks_password: !session.is_recent(site).await?,
        fault: fault.and_then(|(_, faults)| faults.first()).map(|one| one.message.clone()),
    })
}

fn profile_form([name, zone]: [String; 2]) -> Form {
    let fields = vec![
        FormField::new("name", "Name", Input::Line("text"), name).completed_as("name"),
        FormField::time_zone(zone),
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

/// Takes the first code of an app that was just set up.
fn confirming_form() -> Form {
    let code = FormField::new("code", "The code that the app shows now", Input::Line("text"), "")
        .completed_as("one-time-code");
    Form::new("/account/second-step/confirm", "Turn it on", vec![code])
}

fn step_forms(has_step: bool, is_required: bool, codes_left: i64) -> Vec<Form> {
    let mut forms = Vec::new();
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
