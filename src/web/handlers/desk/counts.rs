//! `GET /desk/counts`: how many tickets stand in each view of the desk. Asked for apart from the pages, so that no page
//! waits for it.

use std::collections::BTreeMap;

use actix_web::HttpResponse;

use super::listed::how_many;
use super::place::Place;
use crate::domain::Person;
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::view::QueueView;
use crate::web::visit::Visit;

/// Of more than so many it is only said that there are more: counting a million would help nobody.
const MOST: usize = 99;

/// Answers with the count of each ready-made view and of each saved one, by the view's address.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let (contracts, reader, now) =
        (visit.site.app.contracts.clone(), visit.session.person.clone(), visit.now);
    let counts = visit.read(move |c| counts(c, &contracts, &reader, now)).await?;
    Ok(HttpResponse::Ok().json(counts))
}

fn counts(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    now: Instant,
) -> Result<BTreeMap<String, String>, WebError> {
    let ready = QueueView::ALL.map(|view| (view.href().to_owned(), Place::of_view(view)));
    let saved = store::saved_view::list(c, reader.id)?;
    let saved = saved.into_iter().map(|view| (format!("/desk?{}", view.place), Place::parse(&view.place)));
    let mut counts = BTreeMap::new();
    for (address, place) in ready.into_iter().chain(saved) {
        let count = how_many(c, contracts, reader, &place, now, MOST + 1)?;
        counts.insert(address, if count > MOST { format!("{MOST}+") } else { count.to_string() });
    }
    Ok(counts)
}
