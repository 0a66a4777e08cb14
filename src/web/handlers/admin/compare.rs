//! `GET /admin/contracts/{key}/compare`: what one version of an agreement changed of another.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::ContractVersion;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::admin::{ComparePage, compare};
use crate::web::pages::manager::Choice;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// Which two versions; the last two unless said otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    from: Option<i32>,
    to: Option<i32>,
}

/// Shows what differs.
///
/// # Errors
/// [`WebError::NotFound`] for an agreement or a version that is not, or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    key: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let key = key.into_inner();
    let wanted = key.clone();
    let versions = site
        .app
        .db
        .read(move |c: &mut Connection| Ok::<_, WebError>(store::contract::list_versions(c, &wanted)?))
        .await?;
    let mut latest = versions.iter().rev();
    let last = latest.next().ok_or(WebError::NotFound)?;
    let before = latest.next().unwrap_or(last);
    let from = chosen(&versions, query.from)?.unwrap_or(before);
    let to = chosen(&versions, query.to)?.unwrap_or(last);
    let choices = |selected: &ContractVersion| -> Vec<Choice> {
        let choice = |one: &ContractVersion| Choice {
            value: one.number.to_string(),
            label: format!("Version {}", one.number),
            is_chosen: one.number == selected.number,
        };
        versions.iter().map(choice).collect()
    };
    let title = format!("Versions of {}", last.name);
    render(&ComparePage {
        shell: shell(&site, &session, Look::of(&request), None, site.now()).at(Area::Contracts, title),
        name: last.name.clone(),
        from: choices(from),
        to: choices(to),
        lines: compare(&from.source, &to.source),
        key,
    })
}

/// The version of a number, where one is asked for.
fn chosen(versions: &[ContractVersion], number: Option<i32>) -> Result<Option<&ContractVersion>, WebError> {
    let Some(number) = number else { return Ok(None) };
    versions.iter().find(|version| version.number == number).map(Some).ok_or(WebError::NotFound)
}
