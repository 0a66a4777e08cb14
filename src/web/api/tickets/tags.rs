//! `PUT /api/v1/tickets/{number}/tags`, and the tags in use.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::Tag;
use crate::service;
use crate::store::{self, StoreError};
use crate::web::api::input::Body;
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;

/// How many tags the list of those in use has at most.
const MOST_LISTED: i64 = 1000;

/// The tags that a ticket shall bear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenTags {
    /// Up to 20, each of up to 40 letters, digits and `-` `_` `.`; upper case is made lower.
    pub tags: Vec<String>,
}

/// A tag in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagInUse {
    /// The tag.
    pub tag: String,
    /// How many tickets bear it.
    pub tickets: i64,
}

/// Set a ticket’s tags
///
/// # Errors
/// 422 for what is no tag.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/tags", tag = "tickets", request_body = GivenTags,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn set(change: Change, body: Body<GivenTags>) -> Result<HttpResponse, WebError> {
    let tags: Result<Vec<Tag>, String> = body.0.tags.iter().map(|tag| Tag::parse(tag)).collect();
    let tags = tags.map_err(|fault| WebError::field("tags", fault))?;
    change.run(move |c, cx, by, id, version| service::set_tags(c, cx, by, id, version, tags)).await
}

/// List the tags in use
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/tags", tag = "tickets",
    responses((status = 200, description = "Every tag, the most borne first", body = Listed<TagInUse>)))]
pub async fn in_use(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(|c| store::tag::in_use(c, MOST_LISTED)).await;
    let found = found.map_err(|error: StoreError| WebError::from(error))?;
    let items = found.into_iter().map(|(tag, tickets)| TagInUse { tag: tag.to_string(), tickets }).collect();
    Ok(HttpResponse::Ok().json(Listed::whole(items)))
}
