//! `GET /desk`: the queue, by what breaks next.

use actix_web::{HttpRequest, HttpResponse, web};

use super::listed::Listed;
use super::place::Place;
use super::written::Written;
use crate::domain::Organization;
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, shell};
use crate::web::pages::desk::{QueuePage, Selectable, SelectableGroup};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// What the page shows beside the tickets.
struct Choices {
    customers: Vec<Organization>,
    severities: Vec<SelectableGroup>,
}

/// Shows the queue.
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
    let place = Place::of(&request);
    let (viewer, contracts, filter) =
        (session.viewer(), site.app.contracts.clone(), place.filter(session.person.id));
    let (after, chosen) = (place.cursor(), place.severity.clone());
    let reader = session.person.clone();
    let (listed, choices, written) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let listed = Listed::read(c, &contracts, viewer, &filter, after)?;
            let written = Written::read(c, &reader, None, now)?;
            Ok((listed, choices(c, &contracts, &chosen, now)?, written))
        })
        .await?;
    let view = place.queue_view();
    let mut shell = shell(&site, &session, Look::of(&request), None, now).at(Area::Queue(view), view.label());
    shell.done = done.sentence();
    render(&QueuePage {
        shell,
        view,
        severities: choices.severities,
        customers: choices
            .customers
            .iter()
            .map(|one| Selectable {
                value: one.id.to_string(),
                label: one.name.clone(),
                is_chosen: one.id.to_string() == place.customer,
            })
            .collect(),
        search: place.q.clone(),
        is_narrowed: place.is_narrowed(),
        next: listed.next.map(|cursor| place.page_after(cursor).address("/desk", None)),
        first: (!place.after.is_empty()).then(|| place.first_page().address("/desk", None)),
        held_elsewhere: written.held_elsewhere,
        rows: listed.rows(&place, now, zone),
    })
}

fn choices(
    c: &mut Connection,
    contracts: &Contracts,
    chosen: &str,
    now: Instant,
) -> Result<Choices, WebError> {
    let mut severities = Vec::new();
    for version in store::contract::list_in_force(c, now)? {
        let contract = contracts.get(c, version.id)?;
        let choice = |severity: &crate::sla::Severity| {
            let value = format!("{}:{}", contract.key(), severity.code());
            Selectable {
                is_chosen: value == chosen || severity.code().as_str() == chosen,
                value,
                label: severity.name().to_owned(),
            }
        };
        severities.push(SelectableGroup {
            label: contract.name().to_owned(),
            choices: contract.severities().iter().map(choice).collect(),
        });
    }
    Ok(Choices { customers: store::organization::list(c)?, severities })
}
