//! `GET /desk`: the queue, by what breaks next.

use actix_web::{HttpRequest, HttpResponse};

use super::bulk;
use super::listed::Listed;
use super::order;
use super::place::Place;
use super::written::Written;
use crate::domain::{Organization, Person, Role, SavedView, Sharing};
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::desk::{QueuePage, RecentBulk, SavedLink, Selectable, SelectableGroup};
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// What the page shows beside the tickets.
struct Choices {
    customers: Vec<Organization>,
    severities: Vec<SelectableGroup>,
    saved: Vec<SavedLink>,
    actions: Vec<SelectableGroup>,
    recent_bulk: Vec<RecentBulk>,
}

/// Shows the queue.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let place = Place::of(&request);
    let (now, reader) = (visit.now, visit.session.person.clone());
    let (contracts, listing) = (visit.site.app.contracts.clone(), place.clone());
    let (listed, choices, written) = visit
        .read(move |c| {
            let listed = Listed::read(c, &contracts, &reader, &listing, now)?;
            let written = Written::read(c, &reader, None, now)?;
            Ok((listed, choices(c, &contracts, &reader, &listing, now)?, written))
        })
        .await?;
    let view = place.queue_view();
    render(&QueuePage {
        shell: visit.shell(Area::Queue(view), view.label()),
        view,
        caption: order::caption(&place),
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
        orders: order::choices(&place),
        headings: order::headings(&place),
        faults: listed.faults.clone(),
        saved: choices.saved,
        save_href: place.first_page().address("/desk/views", None),
        search_all: place.in_all_tickets().map(|all| all.address("/desk", None)),
        is_narrowed: place.is_narrowed(),
        next: listed.next.map(|cursor| place.page_after(cursor).address("/desk", None)),
        first: (!place.after.is_empty()).then(|| place.first_page().address("/desk", None)),
        held_elsewhere: written.held_elsewhere,
        actions: choices.actions,
        recent_bulk: choices.recent_bulk,
        bulk_href: place.address("/desk/bulk/preview", None),
        rows: listed.rows(&place, now, visit.session.person.time_zone),
    })
}

fn choices(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    place: &Place,
    now: Instant,
) -> Result<Choices, WebError> {
    let chosen = place.severity.as_str();
    let mut severities = Vec::new();
    for version in store::contract::list_in_force(c, now)? {
        let contract = contracts.get(c, version.id)?;
        let choice = |severity: &crate::sla::Severity| {
            let value = format!("{}:{}", contract.key(), severity.code());
            Selectable {
                is_chosen: value == chosen || severity.code().as_str() == chosen,
                value,
                label: severity.label(),
            }
        };
        severities.push(SelectableGroup {
            label: contract.name().to_owned(),
            choices: contract.severities().iter().map(choice).collect(),
        });
    }
    let saved =
        store::saved_view::list(c, reader.id)?.into_iter().map(|view| saved(view, reader, place)).collect();
    let actions = bulk::choices(c, contracts, reader, now, "")?;
    let recent_bulk = bulk::recent(c, contracts, reader, place, now)?;
    Ok(Choices { customers: store::organization::list(c)?, severities, saved, actions, recent_bulk })
}

fn saved(view: SavedView, reader: &Person, place: &Place) -> SavedLink {
    let present = place.first_page().address("", None);
    let is_removable = view.owner_id == reader.id || reader.role >= Role::Manager;
    SavedLink {
        is_current: present.trim_start_matches('?') == view.place,
        href: format!("/desk?{}", view.place),
        is_shared: view.audience == Sharing::Everybody,
        remove_href: is_removable.then(|| format!("/desk/views/{}/remove?{}", view.id, view.place)),
        name: view.name,
    }
}
