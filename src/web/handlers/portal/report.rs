//! The report form: shown, previewed, sent.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::pace::{slow_down, with_delay};
use crate::domain::Answers;
use crate::service::{self, NewTicket, TicketPreview};
use crate::sla::Channel;
use crate::store::Connection;
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{files_in_words, see_other, shell};
use crate::web::input::{Faults, Posted};
use crate::web::pages::portal::{Draft, ReportPage, offers, questions};
use crate::web::pages::{render, render_with};
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// `GET /portal/report`: the empty form.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    page(&site, &session, &request, StatusCode::OK, Draft::default(), Vec::new()).await
}

/// `POST /portal/report/preview`: what the answers so far promise; as a part of the page for our script, as the whole
/// page without it. Files are not kept, and nothing is saved.
///
/// # Errors
/// As [`Posted`], or where the database can't be read.
pub async fn preview(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let draft = draft(&posted);
    if !request.headers().contains_key("x-fragment") {
        return page(&site, &session, &request, StatusCode::OK, draft, Vec::new()).await;
    }
    let now = site.now();
    let found = promises(&site, &session, &draft).await?;
    render(&offers(&found, has_answers(&draft.answers), now, session.person.time_zone))
}

/// `POST /portal/report`: opens the ticket, or shows the form again with what was typed and what is wrong.
///
/// # Errors
/// As [`Posted`], or where the database can't be written.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let draft = draft(&posted);
    let faults = Faults::new(missing(&draft.answers));
    let (context, had_files, once) = (site.app.context(), posted.has_files(), posted.once());
    let new = NewTicket {
        channel: Channel::Portal,
        subject: draft.subject.clone(),
        text: draft.text.clone(),
        html: None,
        answers: Some(draft.answers),
        severity: None,
        attachments: posted.take_files(),
        received_at: context.now,
        inbound_mail_id: None,
        follows_up: None,
        is_acknowledged: true,
    };
    let requester = session.person.clone();
    let open = move |c: &mut Connection| -> Result<_, WebError> {
        let open = |c: &mut Connection| service::open_ticket(c, &context, &requester, new);
        faults.settle(service::open_ticket_once(c, &context, &requester, once.as_ref(), open))
    };
    match site.app.db.write(open).await {
        Ok(ticket) => Ok(see_other(&format!("/portal/tickets/{}?done=reported", ticket.number))),
        Err(WebError::Invalid(faults)) => {
            page(&site, &session, &request, StatusCode::UNPROCESSABLE_ENTITY, draft, faults).await
        }
        Err(WebError::TooMuch(over)) => {
            let faults = slow_down(&site, &session, over, had_files);
            let page = page(&site, &session, &request, StatusCode::TOO_MANY_REQUESTS, draft, faults).await;
            with_delay(page, over)
        }
        Err(error) => Err(error),
    }
}

fn draft(posted: &Posted) -> Draft {
    // An answer that is no answer counts as not given; the form then asks for it again.
    let answers = Answers {
        affected: posted.parse("affected").unwrap_or_default(),
        impact: posted.parse("impact").unwrap_or_default(),
        workaround: posted.parse("workaround").unwrap_or_default(),
    };
    Draft { subject: posted.text("subject"), text: posted.text("text"), answers }
}

fn has_answers(answers: &Answers) -> bool {
    answers.affected.is_some() || answers.impact.is_some() || answers.workaround.is_some()
}

fn missing(answers: &Answers) -> Vec<FieldFault> {
    [
        (answers.affected.is_none(), "affected", "Say who is affected."),
        (answers.impact.is_none(), "impact", "Say what doesn’t work."),
        (answers.workaround.is_none(), "workaround", "Say whether there is a way round."),
    ]
    .into_iter()
    .filter(|(is_missing, ..)| *is_missing)
    .map(|(_, field, message)| FieldFault::new(field, message))
    .collect()
}

async fn promises(site: &Site, session: &Session, draft: &Draft) -> Result<TicketPreview, WebError> {
    let (context, requester, answers) = (site.app.context(), session.person.clone(), draft.answers);
    let text = format!("{}\n{}", draft.subject, draft.text);
    site.app
        .db
        .read(move |c| {
            service::preview_promises(c, &context, &requester, &answers, &text).map_err(WebError::from)
        })
        .await
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    status: StatusCode,
    draft: Draft,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let company = super::company(site, session).await?;
    let preview = promises(site, session, &draft).await?;
    let name = company.as_ref().map(|company| company.name.as_str());
    let page = ReportPage {
        shell: shell(site, session, Look::of(request), name, now).at(Area::Report, "Report a problem"),
        questions: questions(&draft.answers),
        offers: offers(&preview, has_answers(&draft.answers), now, session.person.time_zone),
        draft,
        faults,
        file_hint: files_in_words(site),
    };
    if status == StatusCode::OK { render(&page) } else { render_with(status, &page) }
}
