//! Notices on their way out, without what they say: a call’s link must not lie in a list.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{Limit, Query};
use super::listed::Listed;
use crate::domain::{
    DeliveryOutcome, EmailAddress, FailureReason, InboundMailId, NoticeReport, OutboxChannel, OutboxEntry,
    OutboxId, OutboxState, TicketNumber, Viewer,
};
use crate::service;
use crate::store::outbox::OutboxFilter;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;
use crate::web::visit::{PathId, Visit};

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    /// The id.
    pub id: OutboxId,
    /// Its road.
    pub channel: OutboxChannel,
    /// What it is: `acknowledgement`, `breach notice`, …
    pub what: String,
    /// The addressee.
    pub to: EmailAddress,
    /// The ticket that it is about; none for what concerns an account or the installation.
    pub ticket: Option<TicketNumber>,
    /// Its Message-ID, without angle brackets; the same at every try.
    pub message_id: String,
    /// Where it stands.
    pub state: OutboxState,
    /// How often sending was tried.
    pub attempts: i32,
    /// When it may be tried next.
    pub next_attempt_at: DateTime<Utc>,
    /// What the other side said last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the next server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was first handed over without hearing what became of it: it may have been delivered twice.
    pub uncertain_at: Option<DateTime<Utc>>,
    /// What mail servers reported about it after it had left, oldest first.
    pub reports: Vec<ReportView>,
}

/// What a mail server reported about a notice.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// The address that it is about.
    pub recipient: EmailAddress,
    /// What happened.
    pub outcome: DeliveryOutcome,
    /// Why, where it did not arrive.
    pub reason: FailureReason,
    /// What the other server said.
    pub said: String,
    /// The received mail that reports it; null where our own mail server refused the notice.
    pub inbound_mail_id: Option<InboundMailId>,
    /// When we heard of it.
    pub reported_at: DateTime<Utc>,
}

/// Which notices; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedNotices {
    /// In this state.
    state: Option<OutboxState>,
    /// About the ticket of this number.
    ticket: Option<String>,
    /// To this address.
    to: Option<EmailAddress>,
    /// Where the page begins: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<OutboxId>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// List outgoing notices
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "mail", params(WantedNotices),
    responses((status = 200, description = "A page of notices, the last written first", body = Listed<NoticeView>)))]
pub async fn list(
    site: web::Data<Site>,
    session: Session,
    query: Query<WantedNotices>,
) -> Result<HttpResponse, WebError> {
    let (viewer, limit) = (session.viewer(), query.0.limit.get());
    let found = site.app.db.read(move |c| read(c, viewer, query.0)).await?;
    let page = Listed::page(found, limit, |(entry, _)| entry.id.to_string(), NoticeView::of);
    Ok(HttpResponse::Ok().json(page))
}

type Reported = (OutboxEntry, Vec<NoticeReport>);

fn read(c: &mut Connection, viewer: Viewer, wanted: WantedNotices) -> Result<Vec<Reported>, WebError> {
    let ticket = match &wanted.ticket {
        Some(number) => {
            let number = crate::web::handlers::ticket_number(number)
                .map_err(|_| WebError::field("ticket", "Write a ticket’s number."))?;
            match store::ticket::find_by_number(c, viewer, number)? {
                Some(ticket) => Some(ticket.id),
                None => return Ok(Vec::new()),
            }
        }
        None => None,
    };
    if let Some(cursor) = wanted.cursor
        && store::outbox::find(c, cursor)?.is_none()
    {
        return Err(WebError::field("cursor", "This is no place in this list: begin with its first page."));
    }
    let filter =
        OutboxFilter { state: wanted.state, ticket, recipient: wanted.to, ..OutboxFilter::default() };
    let entries = store::outbox::list(c, &filter, wanted.cursor, wanted.limit.get() + 1)?;
    let ids: Vec<OutboxId> = entries.iter().map(|entry| entry.id).collect();
    let reports = store::notice_report::of_notices(c, &ids)?;
    let with_reports = |entry: OutboxEntry| {
        let own = reports.iter().filter(|report| report.outbox_id == entry.id).cloned().collect();
        (entry, own)
    };
    Ok(entries.into_iter().map(with_reports).collect())
}

/// Try a failed notice again
///
/// Now, and under the Message-ID that it always had.
///
/// # Errors
/// 404, 409 for a notice that was sent, or has its turn anyway.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/retry", tag = "mail",
    params(("id" = OutboxId, Path, description = "The notice’s id")),
    responses((status = 202, description = "It is tried next")))]
pub async fn retry(visit: Visit, PathId(id): PathId<OutboxId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::retry_notice(c, cx, by, id)).await?;
    Ok(HttpResponse::Accepted().finish())
}

impl NoticeView {
    fn of((entry, reports): Reported) -> Self {
        Self {
            id: entry.id,
            channel: entry.channel,
            what: entry.notice.body.label().to_owned(),
            to: entry.notice.to.email,
            ticket: entry.notice.ticket.map(|ticket| ticket.number),
            message_id: entry.message_id,
            state: entry.state,
            attempts: entry.attempts,
            next_attempt_at: entry.next_attempt_at,
            last_error: entry.last_error,
            created_at: entry.created_at,
            sent_at: entry.sent_at,
            uncertain_at: entry.uncertain_at,
            reports: reports.into_iter().map(ReportView::of).collect(),
        }
    }
}

impl ReportView {
    fn of(report: NoticeReport) -> Self {
        Self {
            recipient: report.recipient,
            outcome: report.outcome,
            reason: report.reason,
            said: report.said,
            inbound_mail_id: report.inbound_mail_id,
            reported_at: report.reported_at,
        }
    }
}
