//! `/admin/inbox/{id}`: one mail that came in, as text and as it came, and reading it again.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono_tz::Tz;

use super::held_mail;
use super::inbox::{chip, from, subject, ticket_number};
use crate::domain::{EmailAddress, InboundMail, InboundMailId, InboundState, MailJudgement, ParsedMail};
use crate::service;
use crate::sla::Instant;
use crate::store;
use crate::web::contents::Contents;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::attachments::as_download;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, MailPage};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::stored_mail;
use crate::web::view::{Area, Moment, size};
use crate::web::visit::{PathId, Visit};

/// Shows one mail, as text only: nothing of it runs or loads.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, "", Vec::new()).await
}

/// The page of a mail, with what was chosen in a form of it and refused.
///
/// # Errors
/// As [`show`].
pub(super) async fn page(
    visit: &Visit,
    id: InboundMailId,
    typed: &str,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (mail, parsed) = stored_mail::read(&visit.site, id).await?;
    let (viewer, context) = (visit.session.viewer(), visit.site.app.context_at(visit.now));
    let (held, unread) = (mail.clone(), parsed.clone());
    let (ticket, judgement, reports, named) = visit
        .read(move |c| {
            let ticket = ticket_number(c, viewer, held.ticket_id)?;
            let judgement = store::mail_judgement::find(c, id)?;
            let named = service::named_ticket(c, &context, &held, &unread)?;
            Ok((ticket, judgement, store::notice_report::of_mail(c, id)?, named))
        })
        .await?;
    let title = subject(&parsed);
    let zone = visit.session.person.time_zone;
    let mut facts = facts(&mail, &parsed, ticket, judgement.as_ref(), visit.now, zone);
    facts.extend(reports.iter().map(|report| FactLine {
        href: Some(format!("/admin/outbox/{}", report.outbox_id)),
        ..FactLine::new("Reports", report.in_words())
    }));
    let files = parsed
        .parts
        .iter()
        .map(|part| (part.file_name.clone(), size(i64::try_from(part.bytes.len()).unwrap_or(i64::MAX))));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut forms = held_mail::forms(&mail, named.map(|ticket| ticket.number), typed, faults);
    forms.extend(again(&mail));
    let page = MailPage {
        shell: visit.shell(Area::Inbox, title.clone()),
        title,
        state: chip(mail.state),
        reason: mail.error.clone(),
        facts,
        remarks: judgement.map(|judgement| judgement.in_words()).unwrap_or_default(),
        files: files.collect(),
        unread: parsed.faults,
        text: parsed.text,
        raw_href: format!("/admin/inbox/{id}/raw"),
        forms,
    };
    render_with(status, &page)
}

/// The form that has a mail read again, where that makes sense.
fn again(mail: &InboundMail) -> Option<Form> {
    let form = Form::new(format!("/admin/inbox/{}/read", mail.id), "Read it again", Vec::new());
    matches!(mail.state, InboundState::Quarantined | InboundState::Failed).then(|| {
        form.about(
            "Read it again",
            "After the reason is gone: the sender was added, or the program can read more. Its clocks still start when it was received.",
        )
    })
}

fn facts(
    mail: &InboundMail,
    parsed: &ParsedMail,
    ticket: Option<i64>,
    judgement: Option<&MailJudgement>,
    now: Instant,
    zone: Tz,
) -> Vec<FactLine> {
    let addresses =
        |list: &[EmailAddress]| list.iter().map(EmailAddress::as_str).collect::<Vec<_>>().join(", ");
    let mut facts = vec![FactLine::new("From", from(parsed)), FactLine::new("To", addresses(&parsed.to))];
    if !parsed.cc.is_empty() {
        facts.push(FactLine::new("Copy", addresses(&parsed.cc)));
    }
    facts.push(FactLine::new("Received", Moment::new(mail.received_at, now, zone).full));
    facts.push(FactLine::new("By", &mail.source));
    facts.push(FactLine::new("Size", size(mail.size)));
    facts.push(FactLine::new("Readings", mail.attempts.to_string()));
    if parsed.is_automatic {
        facts.push(FactLine::new("Written by", "a robot: it gets no automatic answer"));
    }
    if let Some(judgement) = judgement {
        facts.push(FactLine::new("Origin", judgement.authentication.in_words()));
    }
    if let Some(number) = ticket {
        let href = Some(format!("/desk/tickets/{number}"));
        facts.push(FactLine { href, ..FactLine::new("Ticket", format!("#{number}")) });
    }
    facts
}

/// The mail as it came, as a download.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn raw(site: web::Data<Site>, PathId(id): PathId<InboundMailId>) -> Result<HttpResponse, WebError> {
    let contents = Contents::of(&site.app);
    let bytes = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
            contents.bytes(c, "mail", &mail.raw)
        })
        .await?;
    Ok(as_download(&format!("mail-{id}.eml"), bytes))
}

/// Has the mail read again.
///
/// # Errors
/// [`WebError::Conflict`] for one that was read, as [`Posted`], or that the database can't be written.
pub async fn read_again(
    visit: Visit,
    PathId(id): PathId<InboundMailId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::reread_mail(c, cx, by, id)).await?;
    Ok(see_other(&format!("/admin/inbox/{id}?done=reread")))
}
