//! `POST /api/v1/tickets`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TicketView, show};
use crate::service::{self, NewTicket, Once};
use crate::sla::{Affected, Answers, Channel, Impact, SeverityCode, Workaround};
use crate::store::Connection;
use crate::web::api::input::IdempotencyKey;
use crate::web::api::upload;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A report. With files, send `multipart/form-data` with the same fields, and the files.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// What it is about, in up to 250 characters.
    pub subject: String,
    /// The description.
    pub text: String,
    /// Who is affected.
    #[serde(default)]
    pub affected: Option<Affected>,
    /// What doesn’t work.
    #[serde(default)]
    pub impact: Option<Impact>,
    /// Whether there is a way round.
    #[serde(default)]
    pub workaround: Option<Workaround>,
    /// The severity’s code in your agreement; without one, the answers and the text decide.
    #[serde(default)]
    pub severity: Option<SeverityCode>,
}

/// Report a problem
///
/// For customers: opens a ticket in your name and starts its clocks. The provider’s people report nothing here; they get
/// 403. You get an acknowledgement by mail. A report that is sent again
/// under the same `Idempotency-Key` opens no second ticket: the answer is the first one's ticket as it is now.
///
/// # Errors
/// 422 for an empty or endless subject or text, and for a severity that your agreement doesn’t know.
#[utoipa::path(post, path = "/api/v1/tickets", tag = "tickets",
    request_body(content((NewReport = "application/json"), (NewReport = "multipart/form-data"))),
    params(("Idempotency-Key" = Option<String>, Header, description = "Your own name for this report")),
    responses((status = 201, description = "The new ticket", body = TicketView,
        headers(("ETag" = String), ("Location" = String))),
        (status = 403, description = "You are no customer")))]
pub async fn open(
    site: web::Data<Site>,
    session: Session,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (report, attachments) = upload::read::<NewReport>(&request, payload).await?;
    let once = key.0.map(|key| Once { key, fingerprint: Once::fingerprint(&report, &attachments) });
    let (context, requester) = (site.app.context(), session.person.clone());
    let new = NewTicket {
        channel: Channel::Api,
        subject: report.subject,
        text: report.text,
        html: None,
        answers: Some(Answers {
            affected: report.affected,
            impact: report.impact,
            workaround: report.workaround,
        }),
        severity: report.severity,
        attachments,
        received_at: context.now,
        inbound_mail_id: None,
        follows_up: None,
        is_acknowledged: true,
    };
    let open =
        move |c: &mut Connection| service::open_ticket_once(c, &context, &requester, once.as_ref(), new);
    let opened = site.app.db.write(open).await?;
    let mut answer = show::answer(&site, &session, opened.number, StatusCode::CREATED).await?;
    let place = format!("/api/v1/tickets/{}", opened.number);
    let place = header::HeaderValue::from_str(&place).map_err(WebError::internal)?;
    answer.headers_mut().insert(header::LOCATION, place);
    Ok(answer)
}
