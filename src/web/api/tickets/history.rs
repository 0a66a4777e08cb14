//! `GET /api/v1/tickets/{number}/history`.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};

use super::HistoryLine;
use crate::domain::{PersonId, TicketNumber, Viewer};
use crate::store::{self, Connection};
use crate::web::api::listed::Listed;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::site::Site;

/// Get a ticket’s history
///
/// Every change, oldest first, with who, when and why. Customers are sent what concerns them: not notes, assignments,
/// pages, notices, and not the reasons that agents gave.
///
/// # Errors
/// 404 as for the ticket.
#[utoipa::path(get, path = "/api/v1/tickets/{number}/history", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The whole history", body = Listed<HistoryLine>)))]
pub async fn history(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (viewer, number) = (session.viewer(), ticket_number(&number)?);
    let lines = site.app.db.read(move |c| read(c, viewer, number)).await?;
    Ok(HttpResponse::Ok().json(Listed::whole(lines)))
}

fn read(c: &mut Connection, viewer: Viewer, number: TicketNumber) -> Result<Vec<HistoryLine>, WebError> {
    let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
    let activities = store::activity::list(c, ticket.id)?;
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for id in activities.iter().flat_map(HistoryLine::people_of) {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(id)
            && let Some(person) = store::person::find(c, id)?
        {
            place.insert(person.name);
        }
    }
    Ok(activities
        .iter()
        .filter_map(|activity| HistoryLine::of(activity, viewer.is_staff(), &names))
        .collect())
}
