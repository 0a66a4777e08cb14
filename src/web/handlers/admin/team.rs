//! `/admin/teams/new` and `/admin/teams/{id}`: adding and changing a team.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::choices;
use super::reading::{Reading, chosen};
use super::values::Values;
use crate::domain::{Person, Rota, RotaId, Team, TeamId};
use crate::service::{self, Context, TeamChange};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

/// Shows the form for a new team.
///
/// # Errors
/// Where the database can't be read.
pub async fn new(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, None, None).await
}

/// Shows a team.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<TeamId>) -> Result<HttpResponse, WebError> {
    page(&visit, Some(id), None).await
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
        Err(WebError::Invalid(faults)) => page(visit, id, Some((posted, faults))).await,
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
}

fn find(c: &mut Connection, id: Option<TeamId>) -> Result<Found, WebError> {
    let rotas = store::rota::list(c)?;
    match id {
        None => Ok(Found { team: None, members: Vec::new(), rotas }),
        Some(id) => {
            let team = store::team::find(c, id)?.ok_or(WebError::NotFound)?;
            Ok(Found { team: Some(team), members: store::person::team_members(c, id)?, rotas })
        }
    }
}

async fn page(
    visit: &Visit,
    id: Option<TeamId>,
    refused: Option<(&Posted, Vec<FieldFault>)>,
) -> Result<HttpResponse, WebError> {
    let Found { team, members, rotas } = visit.read(move |c| find(c, id)).await?;
    let (values, faults, status) = match (refused, &team) {
        (Some((posted, faults)), _) => (Values::Typed(posted), faults, StatusCode::UNPROCESSABLE_ENTITY),
        (None, None) => (Values::empty(), Vec::new(), StatusCode::OK),
        (None, Some(team)) => {
            let rota = team.rota_id.map(|id| id.to_string()).unwrap_or_default();
            (Values::known([("name", team.name.clone()), ("rota", rota)]), Vec::new(), StatusCode::OK)
        }
    };
    let fields = vec![
        FormField::new("name", "Name", Input::Line("text"), values.get("name")),
        FormField::new(
            "rota",
            "On-call rota",
            Input::Select(choices::rotas(&rotas, "The installation’s first")),
            values.get("rota"),
        )
        .optional(),
    ];
    let (title, action, button) = match &team {
        Some(team) => (team.name.clone(), format!("/admin/teams/{}", team.id), "Save"),
        None => ("Add a team".to_owned(), "/admin/teams/new".to_owned(), "Add the team"),
    };
    let member = |person: &Person| FactLine {
        href: Some(format!("/admin/people/{}", person.id)),
        ..FactLine::new("Member", &person.name)
    };
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Teams, title.clone()),
            parent: ("/admin/teams", "Teams and on-call"),
            title,
            lede: "People join a team on their own page.".to_owned(),
            form: Form::new(action, button, fields).with_faults(faults),
            facts: members.iter().map(member).collect(),
            others: Vec::new(),
        },
    )
}
