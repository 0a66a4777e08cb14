//! `/admin/teams/new` and `/admin/teams/{id}`: adding and changing a team.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::reading::{Reading, chosen};
use super::values::Values;
use super::{choices, team_members};
use crate::domain::{Person, Rota, RotaId, Team, TeamId};
use crate::service::{self, Context, TeamChange};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input, MemberCard, MemberRow, TeamPage};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

/// What was refused: which form, and why.
pub enum Refused<'a> {
    /// Nothing was.
    Nothing,
    /// The team itself, as typed.
    Change(&'a Posted, Vec<FieldFault>),
    /// Somebody who was to join, as chosen.
    Member(&'a Posted, Vec<FieldFault>),
}

/// Shows the form for a new team.
///
/// # Errors
/// Where the database can't be read.
pub async fn new(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, None, Refused::Nothing).await
}

/// Shows a team.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<TeamId>) -> Result<HttpResponse, WebError> {
    page(&visit, Some(id), Refused::Nothing).await
}

/// Adds a team.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    save(&visit, None, &posted).await
}

/// Changes a team.
///
/// # Errors
/// As [`add`] and [`show`].
pub async fn change(
    visit: Visit,
    PathId(id): PathId<TeamId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    save(&visit, Some(id), &posted).await
}

async fn save(visit: &Visit, id: Option<TeamId>, posted: &Posted) -> Result<HttpResponse, WebError> {
    match write(visit, id, posted).await {
        Ok(()) => {
            let done = if id.is_some() { "changed" } else { "added" };
            Ok(see_other(&format!("/admin/teams?done={done}")))
        }
        Err(WebError::Invalid(faults)) => page(visit, id, Refused::Change(posted, faults)).await,
        Err(error) => Err(error),
    }
}

async fn write(visit: &Visit, id: Option<TeamId>, posted: &Posted) -> Result<(), WebError> {
    let mut form = Reading::of(posted);
    let rota_id = form.optional("rota", chosen::<RotaId>);
    form.finish()?;
    let name = posted.text("name");
    let verb = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<(), WebError> {
        match id {
            Some(id) => {
                service::change_team(c, cx, by, id, TeamChange { name, rota_id })?;
            }
            None => {
                let rota = match rota_id {
                    Some(id) => store::rota::find(c, id)?.map(|rota| rota.name),
                    None => None,
                };
                service::add_team(c, cx, &name, rota.as_deref())?;
            }
        }
        Ok(())
    };
    visit.write(verb).await
}

struct Found {
    team: Option<Team>,
    members: Vec<Person>,
    rotas: Vec<Rota>,
    staff: Vec<Person>,
    teams: Vec<Team>,
}

fn find(c: &mut Connection, id: Option<TeamId>) -> Result<Found, WebError> {
    let team = match id {
        Some(id) => Some(store::team::find(c, id)?.ok_or(WebError::NotFound)?),
        None => None,
    };
    let members = match id {
        Some(id) => store::person::team_members(c, id)?,
        None => Vec::new(),
    };
    let (rotas, staff) = (store::rota::list(c)?, store::person::staff(c)?);
    Ok(Found { team, members, rotas, staff, teams: store::team::list(c)? })
}

/// The page of a team, or of one to be added, with what was refused.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn page(visit: &Visit, id: Option<TeamId>, refused: Refused<'_>) -> Result<HttpResponse, WebError> {
    let found = visit.read(move |c| find(c, id)).await?;
    let (mut values, mut joining_values) = (known(found.team.as_ref()), Values::empty());
    let (mut faults, mut joining_faults, mut status) = (Vec::new(), Vec::new(), StatusCode::OK);
    match refused {
        Refused::Nothing => {}
        Refused::Change(posted, found) => {
            (values, faults, status) = (Values::Typed(posted), found, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Refused::Member(posted, found) => {
            joining_values = Values::Typed(posted);
            (joining_faults, status) = (found, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    let (title, action, button) = match &found.team {
        Some(team) => (team.name.clone(), format!("/admin/teams/{}", team.id), "Save"),
        None => ("Add a team".to_owned(), "/admin/teams/new".to_owned(), "Add the team"),
    };
    let people = found.team.as_ref().map(|team| MemberCard {
        members: found.members.iter().map(member).collect(),
        action: format!("/admin/teams/{}/members/remove", team.id),
        joining: team_members::form(team, &found.staff, &found.teams, &joining_values)
            .with_faults(joining_faults),
    });
    let form = Form::new(action, button, fields(&values, &found.rotas)).with_faults(faults);
    render_with(status, &TeamPage { shell: visit.shell(Area::Teams, title), form, people })
}

fn known(team: Option<&Team>) -> Values<'static> {
    let Some(team) = team else { return Values::empty() };
    let rota = team.rota_id.map(|id| id.to_string()).unwrap_or_default();
    Values::known([("name", team.name.clone()), ("rota", rota)])
}

fn fields(values: &Values<'_>, rotas: &[Rota]) -> Vec<FormField> {
    let rotas = Input::Select(choices::rotas(rotas, "The installation’s first"));
    vec![
        FormField::new("name", "Name", Input::Line("text"), values.get("name")),
        FormField::new("rota", "On-call rota", rotas, values.get("rota")).optional(),
    ]
}

fn member(person: &Person) -> MemberRow {
    MemberRow {
        id: person.id.to_string(),
        href: format!("/admin/people/{}", person.id),
        name: person.name.clone(),
        email: person.email.to_string(),
    }
}
