//! `GET /api/v1/tickets`.

use actix_web::{HttpResponse, web};

use super::TicketSummary;
use super::filter::Wanted;
use crate::store::{self, Connection};
use crate::web::api::input::Query;
use crate::web::api::listed::Listed;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::finding::is_known_severity;
use crate::web::site::Site;

/// List tickets
///
/// Customers see those of their organization, the last changed first; the provider’s people see all, by what is due
/// next.
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/tickets", tag = "tickets", params(Wanted),
    responses((status = 200, description = "A page of tickets", body = Listed<TicketSummary>)))]
pub async fn list(
    site: web::Data<Site>,
    session: Session,
    query: Query<Wanted>,
) -> Result<HttpResponse, WebError> {
    let is_staff = session.person.role.is_staff();
    let (filter, order) = (query.0.filter(&session)?, query.0.order(is_staff)?);
    if query.0.is_contradiction() {
        return Ok(HttpResponse::Ok().json(Listed::<TicketSummary>::whole(Vec::new())));
    }
    let (viewer, limit) = (session.viewer(), query.0.limit.get());
    let (sort, after) = (order.sort, order.after);
    let (contracts, now) = (site.app.contracts.clone(), site.now());
    let read = move |c: &mut Connection| -> Result<_, WebError> {
        for code in &filter.severities {
            if !is_known_severity(c, &contracts, code, now)? {
                return Err(WebError::field("severity", format!("No agreement has a severity “{code}”.")));
            }
        }
        Ok(store::ticket::list(c, viewer, &filter, sort, after, limit)?)
    };
    let page = site.app.db.read(read).await?;
    let items = page.rows.into_iter().map(|row| TicketSummary::of(row, is_staff)).collect();
    Ok(HttpResponse::Ok().json(Listed { items, next: page.next.map(|place| order.next(place)) }))
}
