//! `/admin/inbox/{id}`: one mail that came in, as text and as it came, and reading it again.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono_tz::Tz;

use super::inbox::{chip, from, subject, ticket_number};
use crate::domain::{EmailAddress, InboundMail, InboundMailId, InboundState, MailJudgement, ParsedMail};
use crate::service;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_download;
use crate::web::handlers::{Done, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, MailPage};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment, size};

/// Shows one mail, as text only: nothing of it runs or loads.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let (now, zone, viewer, id) = (site.now(), session.person.time_zone, session.viewer(), mail_id(&id)?);
    let keys = site.app.keys();
    let (mail, raw, ticket, judgement, reports) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
            let raw = store::blob::get(c, &keys, &mail.raw)?.unwrap_or_default();
            let ticket = ticket_number(c, viewer, mail.ticket_id)?;
            let judgement = store::mail_judgement::find(c, id)?;
            Ok((mail, raw, ticket, judgement, store::notice_report::of_mail(c, id)?))
        })
        .await?;
    let app = site.app.clone();
    let parsed = web::block(move || app.read_mail(&raw)).await.map_err(WebError::internal)?;
    let title = subject(&parsed);
    let mut facts = facts(&mail, &parsed, ticket, judgement.as_ref(), now, zone);
    facts.extend(reports.iter().map(|report| FactLine {
        href: Some(format!("/admin/outbox/{}", report.outbox_id)),
        ..FactLine::new("Reports", report.in_words())
    }));
    let mut shell = shell(&site, &session, Look::of(&request), None, now).at(Area::Inbox, title.clone());
    shell.done = done.sentence();
    let files = parsed
        .parts
        .iter()
        .map(|part| (part.file_name.clone(), size(i64::try_from(part.bytes.len()).unwrap_or(i64::MAX))));
    render(&MailPage {
        shell,
        title,
        state: chip(mail.state),
        reason: mail.error.clone(),
        facts,
        remarks: judgement.map(|judgement| judgement.in_words()).unwrap_or_default(),
        files: files.collect(),
        unread: parsed.faults,
        text: parsed.text,
        raw_href: format!("/admin/inbox/{id}/raw"),
        again: matches!(mail.state, InboundState::Quarantined | InboundState::Failed).then(|| {
            Form::new(format!("/admin/inbox/{id}/read"), "Read it again", Vec::new()).about(
                "Read it again",
                "After the reason is gone: the sender was added, or the program can read more. Its clocks still start when it was received.",
            )
        }),
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
pub async fn raw(site: web::Data<Site>, id: web::Path<String>) -> Result<HttpResponse, WebError> {
    let (id, keys) = (mail_id(&id)?, site.app.keys());
    let bytes = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
            store::blob::get(c, &keys, &mail.raw)?.ok_or_else(|| WebError::internal("a mail has no bytes"))
        })
        .await?;
    Ok(as_download(&format!("mail-{id}.eml"), bytes))
}

/// Has the mail read again.
///
/// # Errors
/// [`WebError::Conflict`] for one that was read, as [`Posted`], or that the database can't be written.
pub async fn read_again(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    let id = mail_id(&id)?;
    let (context, by) = (site.app.context(), session.person.clone());
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        service::reread_mail(c, &context, &by, id)?;
        Ok(())
    };
    site.app.db.write(job).await?;
    Ok(see_other(&format!("/admin/inbox/{id}?done=reread")))
}

fn mail_id(text: &str) -> Result<InboundMailId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}
