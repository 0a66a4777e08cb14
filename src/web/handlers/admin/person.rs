//! `/admin/people/{id}`: one person, and what an administrator does with them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono_tz::Tz;

use super::choices;
use super::reading::{Reading, chosen, there, time_zone};
use super::values::{Values, tick};
use crate::domain::{IdentityProof, Link, LinkPurpose, Organization, Person, PersonId, Role, Team, TeamId};
use crate::service::{self, PersonChange, account};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::auth::{Password, SHORTEST};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::{Area, Moment};
use crate::web::visit::{PathId, Visit};

struct Found {
    person: Person,
    company: Option<Organization>,
    teams: Vec<Team>,
    has_password: bool,
    has_second_step: bool,
    invitation: Option<Link>,
    mail_returns_since: Option<Instant>,
}

/// What was refused: which form, and why.
enum Refused<'a> {
    Nothing,
    Change(&'a Posted, Vec<FieldFault>),
    Password(Vec<FieldFault>),
    SecondStep(Vec<FieldFault>),
    Other(Vec<FieldFault>),
}

/// What was refused of the smaller forms.
#[derive(Default)]
struct Asides {
    password: Vec<FieldFault>,
    second_step: Vec<FieldFault>,
}

/// Shows the person.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, Refused::Nothing).await
}

/// Changes the person.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn change(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    match write_change(&visit, id, &posted).await {
        Ok(()) => Ok(see_other(&format!("/admin/people/{id}?done=changed"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, Refused::Change(&posted, faults)).await,
        Err(error) => Err(error),
    }
}

async fn write_change(visit: &Visit, id: PersonId, posted: &Posted) -> Result<(), WebError> {
    let mut form = Reading::of(posted);
    let role = form.field("role", str::parse::<Role>);
    let zone = form.field("time_zone", time_zone);
    let team_id = form.optional("team", chosen::<TeamId>);
    let receives_breach_notices = form.tick("breach_notices");
    let Some(role) = role else {
        form.finish()?;
        return Err(WebError::internal("a role was neither read nor refused"));
    };
    let faults = form.faults();
    let change = PersonChange {
        name: posted.text("name"),
        role,
        team_id,
        time_zone: zone.unwrap_or_default(),
        receives_breach_notices,
    };
    visit.write(move |c, cx, by| faults.settle(service::change_person(c, cx, by, id, change))).await.map(drop)
}

/// Ends the person's sessions, with a new password if one was typed.
///
/// # Errors
/// As [`change`].
pub async fn reset(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let typed = posted.text("password");
    let chosen = match Password::choose(&typed) {
        _ if typed.is_empty() => Ok(None),
        Ok(password) => visit.site.hashing.hash_chosen(password, "password").await.map(Some),
        Err(weak) => Err(WebError::field("password", format!("{weak}."))),
    };
    let hash = match chosen {
        Err(WebError::Invalid(faults)) => return page(&visit, id, Refused::Password(faults)).await,
        other => other?,
    };
    let done = if hash.is_some() { "password" } else { "signed_out" };
    visit.write(move |c, cx, by| service::reset_sign_in(c, cx, by, id, hash.as_deref())).await?;
    Ok(see_other(&format!("/admin/people/{id}?done={done}")))
}

/// Mails an invitation.
///
/// # Errors
/// As [`change`].
pub async fn invite(visit: Visit, PathId(id): PathId<PersonId>, _: Posted) -> Result<HttpResponse, WebError> {
    let good_for = visit.site.app.config.auth.invitation;
    visit.write(move |c, cx, by| account::invite_person(c, cx, by, id, good_for)).await?;
    Ok(see_other(&format!("/admin/people/{id}?done=invited")))
}

/// Takes an invitation back.
///
/// # Errors
/// [`WebError::NotFound`] where none is open.
pub async fn uninvite(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| account::withdraw_invitation(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/people/{id}?done=uninvited")))
}

/// Takes the second step away from somebody who has lost it and has proved who they are.
///
/// # Errors
/// As [`change`]; [`WebError::NotFound`] where there is none.
pub async fn reset_second_step(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let mut form = Reading::of(&posted);
    let proof = form.field("identity", str::parse::<IdentityProof>);
    if let Err(WebError::Invalid(faults)) = form.finish() {
        return page(&visit, id, Refused::SecondStep(faults)).await;
    }
    let proof = there(proof)?;
    visit.write(move |c, cx, by| account::reset_second_step(c, cx, by, id, proof)).await?;
    Ok(see_other(&format!("/admin/people/{id}?done=second_step_reset")))
}

/// Counts the person's address as good again.
///
/// # Errors
/// [`WebError::Conflict`] for an address without a mark.
pub async fn clear_address(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::clear_address(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/people/{id}?done=address_cleared")))
}

/// Disables the person.
///
/// # Errors
/// As [`change`].
pub async fn disable(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    allow(&visit, id, false).await
}

/// Lets the person sign in again.
///
/// # Errors
/// As [`change`].
pub async fn enable(visit: Visit, PathId(id): PathId<PersonId>, _: Posted) -> Result<HttpResponse, WebError> {
    allow(&visit, id, true).await
}

async fn allow(visit: &Visit, id: PersonId, is_active: bool) -> Result<HttpResponse, WebError> {
    match visit.write(move |c, cx, by| service::allow_sign_in(c, cx, by, id, is_active)).await {
        Ok(_) => {
            let done = if is_active { "enabled" } else { "disabled" };
            Ok(see_other(&format!("/admin/people/{id}?done={done}")))
        }
        Err(WebError::Invalid(faults)) => page(visit, id, Refused::Other(faults)).await,
        Err(error) => Err(error),
    }
}

async fn page(visit: &Visit, id: PersonId, refused: Refused<'_>) -> Result<HttpResponse, WebError> {
    let found = visit.read(move |c| find(c, id)).await?;
    let (now, zone) = (visit.now, visit.session.person.time_zone);
    let person = &found.person;
    let known = Values::known([
        ("name", person.name.clone()),
        ("role", person.role.as_str().to_owned()),
        ("team", person.team_id.map(|id| id.to_string()).unwrap_or_default()),
        ("time_zone", person.time_zone.name().to_owned()),
        ("breach_notices", tick(person.receives_breach_notices)),
    ]);
    let (values, mut faults, mut asides) = (known, Vec::new(), Asides::default());
    let (values, status) = match refused {
        Refused::Nothing => (values, StatusCode::OK),
        Refused::Change(posted, found) => {
            faults = found;
            (Values::Typed(posted), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Refused::Password(found) => {
            asides.password = found;
            (values, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Refused::SecondStep(found) => {
            asides.second_step = found;
            (values, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Refused::Other(found) => {
            faults = found;
            (values, StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let shell = visit.shell(Area::People, person.name.clone());
    let change = Form::new(format!("/admin/people/{id}"), "Save", fields(&values, &found));
    render_with(
        status,
        &FormPage {
            shell,
            parent: ("/admin/people", "People"),
            title: person.name.clone(),
            lede: person.email.as_str().to_owned(),
            form: change.with_faults(faults),
            facts: facts(&found, Moment::new(person.created_at, now, zone)),
            others: other_forms(&found, now, zone, asides),
        },
    )
}

fn find(c: &mut Connection, id: PersonId) -> Result<Found, WebError> {
    let person = store::person::find(c, id)?.ok_or(WebError::NotFound)?;
    let company = match person.organization_id {
        Some(id) => store::organization::find(c, id)?,
        None => None,
    };
    let has_password = store::person::password_hash(c, id)?.is_some();
    let has_second_step = store::second_step::confirmed(c, id)?.is_some();
    let invitation = store::link::last(c, id, LinkPurpose::Invitation)?;
    let teams = store::team::list(c)?;
    let mail_returns_since = store::address_mark::find(c, &person.email)?;
    Ok(Found { person, company, teams, has_password, has_second_step, invitation, mail_returns_since })
}

fn fields(values: &Values<'_>, found: &Found) -> Vec<FormField> {
    let line = |name, label| FormField::new(name, label, Input::Line("text"), values.get(name));
    let mut fields = vec![line("name", "Name")];
    let role = |roles: &[Role]| {
        FormField::new("role", "Role", Input::Select(choices::roles(roles)), values.get("role"))
    };
    match found.person.role.is_staff() {
        true => {
            fields.push(role(&[Role::Agent, Role::Manager, Role::Admin]));
            let teams = Input::Select(choices::teams(&found.teams, "No team"));
            fields.push(FormField::new("team", "Team", teams, values.get("team")).optional());
        }
        false => fields.push(role(&[Role::Customer])),
    }
    fields.push(FormField::time_zone(values.get("time_zone")));
    if found.company.is_some() {
        let label = "Receives breach notices of the customer";
        fields.push(
            FormField::new("breach_notices", label, Input::Tick, values.get("breach_notices")).optional(),
        );
    }
    fields
}

fn facts(found: &Found, known_since: Moment) -> Vec<FactLine> {
    let sign_in = match (found.person.is_active, found.has_password) {
        (false, _) => "disabled",
        (true, false) => "not yet: no password is set",
        (true, true) => "by password",
    };
    let mut facts = vec![FactLine::new("Signs in", sign_in), FactLine::new("Known since", known_since.full)];
    let href = Some(format!("/admin/people/{}/data", found.person.id));
    facts.push(FactLine { href, ..FactLine::new("Personal data", "give out or erase") });
    if let Some(company) = &found.company {
        let href = Some(format!("/admin/organizations/{}", company.id));
        facts.insert(0, FactLine { href, ..FactLine::new("Customer", &company.name) });
    }
    facts
}

fn other_forms(found: &Found, now: Instant, zone: Tz, refused: Asides) -> Vec<Form> {
    let (person, id) = (&found.person, found.person.id);
    let open = found.invitation.as_ref().filter(|link| link.is_good(now));
    let mut forms = Vec::new();
    if let Some(since) = found.mail_returns_since {
        let words = format!(
            "Since {} it counts as an address that nobody has: three notices came back within 30 days. It gets no \
             acknowledgements; everything else is still tried, and breach notices go to the next contact too.",
            Moment::new(since, now, zone).full
        );
        let form = Form::new(format!("/admin/people/{id}/address"), "The address is good", Vec::new());
        forms.push(form.about("Mail to this address comes back", words));
    }
    if person.is_active && !found.has_password {
        let words = match open {
            Some(link) => {
                format!(
                    "One is open until {}. A new one takes its place.",
                    Moment::new(link.expires_at, now, zone).full
                )
            }
            None => "Mails a link that lets them choose a password.".to_owned(),
        };
        let form = Form::new(format!("/admin/people/{id}/invite"), "Send an invitation", Vec::new());
        forms.push(form.about("Invite", words));
    }
    if open.is_some() {
        let form = Form::new(format!("/admin/people/{id}/uninvite"), "Take it back", Vec::new());
        forms.push(form.about("Take the invitation back", "Its link is good no more."));
    }
    forms.push(reset_form(id).with_faults(refused.password));
    if found.has_second_step {
        forms.push(second_step_form(id).with_faults(refused.second_step));
    }
    forms.push(allow_form(person));
    forms
}

fn reset_form(id: PersonId) -> Form {
    let password = FormField::new("password", "New password", Input::Line("password"), "")
        .optional()
        .hint(format!("At least {SHORTEST} characters. Left empty, the password stays as it is."));
    Form::new(format!("/admin/people/{id}/reset"), "Sign out everywhere", vec![password])
        .about("Reset sign-ins", "Ends every session of this person.")
}

fn second_step_form(id: PersonId) -> Form {
    let proof =
        FormField::new("identity", "How they proved who they are", Input::Select(choices::proofs()), "")
            .hint("The audit log keeps it.");
    let words = "For somebody who has lost their app and their recovery codes. A mail or a call from them proves nothing: \
                 whoever asks may have taken over both. They are told by mail.";
    let form = Form::new(format!("/admin/people/{id}/second-step"), "Take it away", vec![proof]);
    Form { is_danger: true, ..form.about("Second step", words) }
}

fn allow_form(person: &Person) -> Form {
    match person.is_active {
        true => Form {
            is_danger: true,
            ..Form::new(format!("/admin/people/{}/disable", person.id), "Disable", Vec::new())
                .about("Disable", "They are signed out and can’t sign in again. What they wrote stays.")
        },
        false => Form::new(format!("/admin/people/{}/enable", person.id), "Enable", Vec::new())
            .about("Enable", "They can sign in again with the password they had."),
    }
}
