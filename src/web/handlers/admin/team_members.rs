//! `/admin/teams/{id}/members`: taking people into a team, and out of it.

use actix_web::HttpResponse;

use super::reading::{Reading, chosen, there};
use super::team::{Refused, page};
use super::values::Values;
use crate::domain::{Person, PersonId, Team, TeamId};
use crate::service;
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::Choice;
use crate::web::visit::{PathId, Visit};

/// Takes somebody in.
///
/// # Errors
/// As [`Posted`], [`WebError::NotFound`], or that the database can't be written.
pub async fn add(visit: Visit, PathId(id): PathId<TeamId>, posted: Posted) -> Result<HttpResponse, WebError> {
    let mut form = Reading::of(&posted);
    let person = form.field("person", chosen::<PersonId>);
    let written = match form.finish() {
        Err(error) => Err(error),
        Ok(()) => {
            let person = there(person)?;
            visit.write(move |c, cx, by| service::join_team(c, cx, by, id, person)).await
        }
    };
    match written {
        Ok(_) => Ok(see_other(&format!("/admin/teams/{id}?done=joined"))),
        Err(WebError::Invalid(faults)) => page(&visit, Some(id), Refused::Member(&posted, faults)).await,
        Err(error) => Err(error),
    }
}

/// Takes somebody out.
///
/// # Errors
/// [`WebError::NotFound`] for somebody who is not in the team; else as [`Posted`].
pub async fn remove(
    visit: Visit,
    PathId(id): PathId<TeamId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let person = posted.required::<PersonId>("person")?;
    visit.write(move |c, cx, by| service::leave_team(c, cx, by, id, person)).await?;
    Ok(see_other(&format!("/admin/teams/{id}?done=left_team")))
}

/// The form that takes somebody in: everybody of the provider who is in no team or another.
pub fn form(team: &Team, staff: &[Person], teams: &[Team], values: &Values<'_>) -> Form {
    let outside = staff.iter().filter(|one| one.team_id != Some(team.id));
    let choice = |one: &Person| {
        let other = teams.iter().find(|other| one.team_id == Some(other.id));
        let now = other.map_or_else(String::new, |other| format!(", now in {}", other.name));
        Choice { value: one.id.to_string(), label: format!("{}{now}", one.name), is_chosen: false }
    };
    let nobody = Choice { value: String::new(), label: "Choose somebody".to_owned(), is_chosen: false };
    let choices = std::iter::once(nobody).chain(outside.map(choice)).collect();
    let fields = vec![FormField::new("person", "Who", Input::Select(choices), values.get("person"))];
    Form::new(format!("/admin/teams/{}/members", team.id), "Take into the team", fields)
        .about("Somebody joins", "Everybody is in one team at most.")
}
