//! `GET /admin/teams`: teams, rotas, who is on call now and who comes next.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono_tz::Tz;

use crate::domain::{Person, PersonId, Rota, Team};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, shell};
use crate::web::pages::admin::{RotaCard, StandIn, TeamRow, TeamsPage, Turn};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment, zone_name};

/// How many turns are shown, the present one included.
const TURNS: usize = 5;

/// Names of the provider's people.
pub type Names = HashMap<PersonId, String>;

/// Shows them.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let (teams, rotas, names) = site
        .app
        .db
        .read(|c| -> Result<_, WebError> {
            let mut teams = Vec::new();
            for team in store::team::list(c)? {
                let members = store::person::team_members(c, team.id)?;
                teams.push((team, members));
            }
            let rotas = store::rota::list(c)?;
            let names = names(c, &rotas)?;
            Ok((teams, rotas, names))
        })
        .await?;
    let mut shell =
        shell(&site, &session, Look::of(&request), None, now).at(Area::Teams, "Teams and on-call");
    shell.done = done.sentence();
    render(&TeamsPage {
        shell,
        teams: teams.iter().map(|(team, members)| team_row(team, members, &rotas)).collect(),
        rotas: rotas.iter().map(|rota| rota_card(rota, &names, now, zone)).collect(),
        zone: zone_name(zone),
    })
}

/// The names of everybody on these rotas, also of those who have left.
///
/// # Errors
/// Where the database can't be read.
pub fn names(c: &mut Connection, rotas: &[Rota]) -> Result<Names, WebError> {
    let mut names = Names::new();
    let stand_ins = rotas.iter().flat_map(|rota| rota.overrides.iter().map(|one| one.person_id));
    let people: Vec<PersonId> =
        rotas.iter().flat_map(|rota| rota.people.iter().copied()).chain(stand_ins).collect();
    for id in people {
        if let Some(person) = store::person::find(c, id)? {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}

fn team_row(team: &Team, members: &[Person], rotas: &[Rota]) -> TeamRow {
    let own = team.rota_id.and_then(|id| rotas.iter().find(|rota| rota.id == id));
    TeamRow {
        href: format!("/admin/teams/{}", team.id),
        name: team.name.clone(),
        members: members.iter().map(|person| person.name.clone()).collect(),
        rota: own.map_or_else(|| "the installation’s first".to_owned(), |rota| rota.name.clone()),
    }
}

/// A rota with its present turn and those that follow.
#[must_use]
pub fn rota_card(rota: &Rota, names: &Names, now: Instant, zone: Tz) -> RotaCard {
    let moment = |at: Instant| Moment::new(at, now, zone);
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_else(|| "Somebody who left".to_owned());
    let action = format!("/admin/rotas/{}/stand-ins/remove", rota.id);
    let handover_day = rota.handover_day.to_string();
    RotaCard {
        href: format!("/admin/rotas/{}", rota.id),
        name: rota.name.clone(),
        handover: format!(
            "Turns change every week, {handover_day} {} {}.",
            rota.handover_time.format("%H:%M"),
            zone_name(rota.time_zone)
        ),
        turns: turns(rota, names, now, zone),
        stand_ins: rota
            .overrides
            .iter()
            .filter(|one| one.until > now)
            .map(|one| StandIn {
                name: name(one.person_id),
                from: moment(one.from),
                until: moment(one.until),
                fields: [
                    ("person", one.person_id.to_string()),
                    ("from", one.from.to_rfc3339()),
                    ("until", one.until.to_rfc3339()),
                ],
                action: action.clone(),
            })
            .collect(),
    }
}

fn turns(rota: &Rota, names: &Names, now: Instant, zone: Tz) -> Vec<Turn> {
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_else(|| "Somebody who left".to_owned());
    let turns = rota.turns(now, TURNS).into_iter().enumerate();
    turns
        .map(|(place, (from, person))| Turn {
            name: name(person),
            backup: rota.on_call(from, 1).filter(|backup| *backup != person).map(name),
            from: Moment::new(from, now, zone),
            is_stand_in: rota.has_stand_in(from),
            is_now: place == 0,
        })
        .collect()
}
