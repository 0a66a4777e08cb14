//! `GET /admin/contracts`: every agreement, with its version in force.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::ContractVersion;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, shell};
use crate::web::input::encode;
use crate::web::pages::admin::{ContractRow, ContractsPage};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment};

struct Listed {
    version: ContractVersion,
    next: Option<Instant>,
    customers: usize,
    is_default: bool,
}

/// Shows the list.
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
    let listed = site.app.db.read(move |c| list(c, now)).await?;
    let mut shell = shell(&site, &session, Look::of(&request), None, now).at(Area::Contracts, "Agreements");
    shell.done = done.sentence();
    let row = |one: Listed| ContractRow {
        href: format!("/admin/contracts/{}", encode(&one.version.key)),
        key: one.version.key,
        name: one.version.name,
        number: one.version.number,
        since: Moment::new(one.version.effective_from, now, zone),
        next: one.next.map(|at| Moment::new(at, now, zone)),
        customers: one.customers,
        is_default: one.is_default,
    };
    render(&ContractsPage { shell, rows: listed.into_iter().map(row).collect() })
}

fn list(c: &mut Connection, now: Instant) -> Result<Vec<Listed>, WebError> {
    let customers = store::organization::list(c)?;
    let default = store::contract::default_key(c)?;
    let mut listed = Vec::new();
    for version in store::contract::list_in_force(c, now)? {
        let versions = store::contract::list_versions(c, &version.key)?;
        let later = versions.iter().map(|one| one.effective_from).filter(|at| *at > now);
        listed.push(Listed {
            next: later.min(),
            customers: customers.iter().filter(|one| one.contract_key == version.key).count(),
            is_default: default.as_deref() == Some(version.key.as_str()),
            version,
        });
    }
    Ok(listed)
}
