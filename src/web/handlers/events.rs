//! What happens while a page is looked at: `GET /desk/events` and `GET /portal/events`.

use actix_web::{Responder, web};
use serde::Deserialize;

use crate::domain::TicketNumber;
use crate::sla::Instant;
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::live::{Watched, stream};
use crate::web::site::Site;

/// What the page shows that listens.
#[derive(Debug, Deserialize)]
pub struct Query {
    ticket: Option<i64>,
    /// The page's instant, in milliseconds since 1970.
    since: i64,
}

/// The events of a page: what its reader may see, no more.
///
/// # Errors
/// [`WebError::NotFound`] for a ticket that is not there, or that the database can't be read.
pub async fn listen(
    site: web::Data<Site>,
    session: Session,
    query: web::Query<Query>,
) -> Result<impl Responder, WebError> {
    if let Some(number) = query.ticket {
        let viewer = session.viewer();
        let find = move |c: &mut store::Connection| {
            store::ticket::find_by_number(c, viewer, TicketNumber(number))?.ok_or(WebError::NotFound)
        };
        site.app.db.read(find).await?;
    }
    let since = Instant::from_timestamp_millis(query.since)
        .ok_or_else(|| WebError::field("since", "This is no instant."))?;
    stream(site.get_ref().clone(), session, Watched { number: query.ticket, since }).await
}
