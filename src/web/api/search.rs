//! `GET /api/v1/search`.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{Limit, Query};
use super::listed::Listed;
use super::tickets::TicketSummary;
use crate::domain::search::snippet;
use crate::store::ticket::{Cursor, Direction, Sort, SortKey, TicketFilter};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::finding::Finding;
use crate::web::site::Site;

/// What to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Words, and filters: `status:open severity:High breached:yes contract:dms from:ann created>2026-11-01`; for the
    /// provider’s people also `customer:"Acme Ltd" assignee:me tag:billing triage:yes`.
    q: String,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A ticket that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    /// The ticket.
    pub ticket: TicketSummary,
    /// Where the words stand in its conversation.
    pub snippet: Vec<SnippetPart>,
}

/// A piece of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it is one of the words.
    pub is_match: bool,
}

/// Search tickets
///
/// Over subjects and messages, the best match first; without words, by the queue’s order or the last change. Each word
/// is found as the beginning of a longer one too, and without regard to case and accents. Customers find what they may
/// read.
///
/// # Errors
/// 422 for a filter that is not understood, named in the problem.
#[utoipa::path(get, path = "/api/v1/search", tag = "tickets", params(Wanted),
    responses((status = 200, description = "A page of tickets", body = Listed<SearchHit>)))]
pub async fn search(
    site: web::Data<Site>,
    session: Session,
    query: Query<Wanted>,
) -> Result<HttpResponse, WebError> {
    let Wanted { q, cursor, limit } = query.0;
    let after: Option<Cursor> = match cursor {
        Some(text) => Some(text.parse().map_err(|fault: String| WebError::field("cursor", fault))?),
        None => None,
    };
    let (contracts, now, limit) = (site.app.contracts.clone(), site.now(), limit.get());
    let found = site.app.db.read(move |c| {
        let base = TicketFilter::default();
        let finding = Finding::look_up(c, &contracts, &session.person, base, &q, now)?;
        if let Some(fault) = finding.faults.first() {
            return Err(WebError::field("q", fault.clone()));
        }
        page(c, &session, &finding, after, limit)
    });
    Ok(HttpResponse::Ok().json(found.await?))
}

fn page(
    c: &mut Connection,
    session: &Session,
    finding: &Finding,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Listed<SearchHit>, WebError> {
    let (viewer, is_staff) = (session.viewer(), session.person.role.is_staff());
    let whole = |row| SearchHit { ticket: TicketSummary::of(row, is_staff), snippet: Vec::new() };
    if finding.is_empty {
        return Ok(Listed::whole(Vec::new()));
    }
    if finding.words.is_empty() {
        let order = match is_staff {
            true => Sort::default(),
            false => Sort { key: SortKey::Updated, direction: Direction::Descending },
        };
        let found = store::ticket::list(c, viewer, &finding.filter, order, after, limit)?;
        let items = found.rows.into_iter().map(whole).collect();
        return Ok(Listed { items, next: found.next.map(|place| place.to_string()) });
    }
    let found = store::ticket::ranked(c, viewer, &finding.filter, &finding.words, after, limit)?;
    let mut items = Vec::with_capacity(found.rows.len());
    for (row, message) in found.rows {
        let text = match message {
            Some(id) => store::message::find(c, id)?.map(|message| message.text).unwrap_or_default(),
            None => String::new(),
        };
        let parts = snippet(&text, &finding.words).into_iter();
        let snippet = parts.map(|(text, is_match)| SnippetPart { text, is_match }).collect();
        items.push(SearchHit { ticket: TicketSummary::of(row, is_staff), snippet });
    }
    Ok(Listed { items, next: found.next.map(|place| place.to_string()) })
}
