//! `POST /api/v1/tickets`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TicketView, show};
use crate::domain::{EmailAddress, Person, Ticket};
use crate::service::{self, Call, Context, Holder, NewAttachment, NewTicket, Once, ServiceError, both};
use crate::sla::{Affected, Answers, Channel, Impact, Instant, SeverityCode, Workaround};
use crate::store::Connection;
use crate::web::api::input::IdempotencyKey;
use crate::web::api::upload;
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
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
    /// For the provider’s people alone, and needed by them: the address of the customer who reports it. Somebody nobody
    /// knew becomes a contact, as the sender of a mail does.
    #[serde(default)]
    pub requester: Option<EmailAddress>,
    /// For the provider’s people alone: the name of a requester nobody knew.
    #[serde(default)]
    pub requester_name: Option<String>,
    /// For the provider’s people alone: when the customer reported it, within the last 7 days; without it, now. The clocks
    /// start then.
    #[serde(default)]
    pub received_at: Option<DateTime<Utc>>,
}

/// Report a problem
///
/// Opens a ticket in your name and starts its clocks. The provider’s people open one in the name of a customer, whom they
/// name as `requester`. The requester gets an acknowledgement by mail. A report that is sent again
/// under the same `Idempotency-Key` opens no second ticket: the answer is the first one's ticket as it is now.
///
/// # Errors
/// 422 for an empty or endless subject or text, for a severity that the agreement doesn’t know, and for a requester that
/// is missing or no customer.
#[utoipa::path(post, path = "/api/v1/tickets", tag = "tickets",
    request_body(content((NewReport = "application/json"), (NewReport = "multipart/form-data"))),
    params(("Idempotency-Key" = Option<String>, Header, description = "Your own name for this report")),
    responses((status = 201, description = "The new ticket", body = TicketView,
        headers(("ETag" = String), ("Location" = String)))))]
pub async fn open(
    site: web::Data<Site>,
    session: Session,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (given, attachments) = upload::read::<NewReport>(&request, payload).await?;
    let (report, mut faults) = given.apart();
    let once = key.0.map(|key| Once { key, fingerprint: Once::fingerprint(&report, &attachments) });
    let author = session.person.clone();
    let context = site.app.context().by(&author);
    let reporter = faults.take(reporter(&author, &report).map(Some), None)?;
    let new = report.into_ticket(context.now, attachments);
    let opened = site.app.db.write(move |c| -> Result<Ticket, WebError> {
        let Some(reporter) = reporter else {
            let checked = service::check_words(&context, &new);
            return faults.settle(checked.and(Err(ServiceError::NotFound("requester"))));
        };
        let opened = service::open_ticket_once(c, &context, &author, once.as_ref(), |c| {
            reporter.open(c, &context, &author, new)
        });
        faults.settle(opened)
    });
    let opened = opened.await?;
    let mut answer = show::answer(&site, &session, opened.number, StatusCode::CREATED).await?;
    let place = format!("/api/v1/tickets/{}", opened.number);
    let place = header::HeaderValue::from_str(&place).map_err(WebError::internal)?;
    answer.headers_mut().insert(header::LOCATION, place);
    Ok(answer)
}

/// In whose name a ticket is opened.
enum Reporter {
    /// Of who sends the report.
    Author,
    /// Of a customer, by one of the provider's people.
    Customer { email: EmailAddress, name: String },
}

impl Reporter {
    fn open(
        self,
        c: &mut Connection,
        cx: &Context,
        author: &Person,
        report: NewTicket,
    ) -> Result<Ticket, ServiceError> {
        let Self::Customer { email, name } = self else {
            return service::open_ticket(c, cx, author, report);
        };
        match service::find_or_add_caller(c, cx, author, email, &name) {
            Ok(caller) => {
                let call = Call { caller: caller.id, report, answer: None, holder: Holder::Nobody };
                service::take_call(c, cx, author, call)
            }
            Err(error) => both(Err(error), service::check_words(cx, &report)).map(|(ticket, ())| ticket),
        }
    }
}

fn reporter(author: &Person, report: &NewReport) -> Result<Reporter, WebError> {
    let not_theirs = [
        ("requester", report.requester.is_some()),
        ("requester_name", report.requester_name.is_some()),
        ("received_at", report.received_at.is_some()),
    ];
    match (author.role.is_staff(), &report.requester) {
        (true, Some(email)) => {
            let name = report.requester_name.clone().unwrap_or_default();
            Ok(Reporter::Customer { email: email.clone(), name })
        }
        (true, None) => {
            Err(WebError::field("requester", "Write the address of the customer who reports it."))
        }
        (false, _) => {
            let faults = not_theirs.iter().filter(|(_, is_given)| *is_given);
            let why = "Only the provider’s people report for others.";
            let faults: Vec<_> = faults.map(|(field, _)| FieldFault::new(field, why)).collect();
            if faults.is_empty() { Ok(Reporter::Author) } else { Err(WebError::Invalid(faults)) }
        }
    }
}

impl NewReport {
    fn into_ticket(self, now: Instant, attachments: Vec<NewAttachment>) -> NewTicket {
        NewTicket {
            channel: Channel::Api,
            subject: self.subject,
            text: self.text,
            html: None,
            answers: Some(Answers {
                affected: self.affected,
                impact: self.impact,
                workaround: self.workaround,
            }),
            severity: self.severity,
            attachments,
            received_at: self.received_at.unwrap_or(now),
            inbound_mail_id: None,
            follows_up: None,
            is_acknowledged: true,
        }
    }
}
