//! `/admin/outbox`: every notice that was written, as its reader sees it, and trying one again.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{
    AboutTicket, DeliveryOutcome, NoticeKind, NoticeReport, NoticeTemplate, OutboxChannel, OutboxEntry,
    OutboxId, OutboxState,
};
use crate::mail::Rendered;
use crate::service;
use crate::store::outbox::OutboxFilter;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, framed, see_other, shell};
use crate::web::input::{Posted, encode};
use crate::web::mail_search::{Narrowed, narrowed};
use crate::web::pages::admin::{FactLine, Form, Found, NoticePage, OutboxPage, OutboxRow, ReportLine, Tab};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Chip, Look, Moment, Tone};

/// How many notices stand on one page.
const PER_PAGE: i64 = 50;

/// The ready-made views: word, name, state.
const VIEWS: [(&str, &str, Option<OutboxState>); 4] = [
    ("all", "All", None),
    ("pending", "Waiting", Some(OutboxState::Pending)),
    ("failed", "Failed", Some(OutboxState::Failed)),
    ("sent", "Sent", Some(OutboxState::Sent)),
];

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    state: String,
    q: String,
    before: String,
}

#[derive(Default)]
struct Listed {
    entries: Vec<OutboxEntry>,
    reports: Vec<NoticeReport>,
    next: Option<OutboxId>,
}

/// `GET /outbox`: the short address of the list.
pub async fn redirect(_: Session) -> HttpResponse {
    see_other("/admin/outbox")
}

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let (now, zone, viewer) = (site.now(), session.person.time_zone, session.viewer());
    let &(word, view, state) = VIEWS.iter().find(|(word, ..)| *word == query.state).unwrap_or(&VIEWS[0]);
    let (typed, before) = (query.q.trim().to_owned(), query.before.parse().ok());
    let sought = typed.clone();
    let reading = move |c: &mut Connection| -> Result<_, WebError> {
        let counts = if sought.is_empty() { Some(store::outbox::counts(c)?) } else { None };
        let Some(Narrowed { ticket, text }) = narrowed(c, viewer, &sought)? else {
            return Ok((Listed::default(), counts));
        };
        let filter = OutboxFilter { state, ticket, text, ..OutboxFilter::default() };
        Ok((list(c, &filter, before)?, counts))
    };
    let (listed, counts) = site.app.db.read(reading).await?;
    let address = address(word, &typed);
    render(&OutboxPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Outbox, "Outgoing mail"),
        tabs: tabs(word, &typed, counts.as_deref()),
        found: Found {
            view,
            everywhere: state.and(Some(self::address("all", &typed))),
            state: word,
            search: typed,
        },
        next: listed.next.map(|last| format!("{address}&before={last}")),
        first: (!query.before.is_empty()).then_some(address),
        rows: listed
            .entries
            .into_iter()
            .map(|entry| row(entry, &listed.reports, |at| Moment::new(at, now, zone)))
            .collect(),
    })
}

fn list(c: &mut Connection, filter: &OutboxFilter, before: Option<OutboxId>) -> Result<Listed, WebError> {
    let mut entries = store::outbox::list(c, filter, before, PER_PAGE + 1)?;
    let fits = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = entries.len() > fits;
    entries.truncate(fits);
    let ids: Vec<OutboxId> = entries.iter().map(|entry| entry.id).collect();
    let reports = store::notice_report::of_notices(c, &ids)?;
    Ok(Listed { next: ids.last().filter(|_| has_more).copied(), entries, reports })
}

fn address(view: &str, search: &str) -> String {
    let search = if search.is_empty() { String::new() } else { format!("&q={}", encode(search)) };
    format!("/admin/outbox?state={view}{search}")
}

/// Counted is everything of a view: beside what was searched for it would mislead, and stands nowhere.
fn tabs(current: &str, search: &str, counts: Option<&[(OutboxState, i64)]>) -> Vec<Tab> {
    let count = |wanted: Option<OutboxState>| {
        let of_state = counts?.iter().filter(|(state, _)| wanted.is_none_or(|wanted| wanted == *state));
        Some(of_state.map(|(_, count)| count).sum())
    };
    VIEWS
        .iter()
        .map(|(word, label, state)| Tab {
            href: address(word, search),
            label,
            count: count(*state),
            is_current: *word == current,
        })
        .collect()
}

fn row(
    entry: OutboxEntry,
    reports: &[NoticeReport],
    moment: impl Fn(crate::sla::Instant) -> Moment,
) -> OutboxRow {
    let is_pending = entry.state == OutboxState::Pending;
    let notice = entry.notice;
    OutboxRow {
        href: format!("/admin/outbox/{}", entry.id),
        what: what(notice.body.kind(), entry.channel),
        to: (notice.to.name, notice.to.email.as_str().to_owned()),
        ticket: notice.ticket.as_ref().map(ticket_words).unwrap_or_default(),
        written: moment(entry.created_at),
        state: chip(entry.state, entry.attempts),
        when: entry.sent_at.or(is_pending.then_some(entry.next_attempt_at)).map(moment),
        attempts: entry.attempts,
        is_uncertain: entry.uncertain_at.is_some(),
        report: reports.iter().rfind(|report| is_from_outside(report, entry.id)).map(NoticeReport::in_words),
        error: entry.last_error,
    }
}

/// Whether it tells more of a notice than that our own server refused it, which stands there as its error.
fn is_from_outside(report: &NoticeReport, notice: OutboxId) -> bool {
    report.outbox_id == notice && report.inbound_mail_id.is_some()
}

/// Shows one notice as text and, in a frame that may do nothing, as HTML.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show_notice(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let entry = find(&site, &id).await?;
    let notice = entry.id;
    let mut reports = site.app.db.read(move |c| store::notice_report::of_notices(c, &[notice])).await?;
    reports.retain(|report| is_from_outside(report, notice));
    let rendered = written(&site, &entry).await?;
    let mut shell =
        shell(&site, &session, Look::of(&request), None, now).at(Area::Outbox, rendered.subject.clone());
    shell.done = done.sentence();
    render(&NoticePage {
        shell,
        title: rendered.subject,
        state: chip(entry.state, entry.attempts),
        error: entry.last_error.clone(),
        reports: reports
            .iter()
            .map(|report| report_line(report, Moment::new(report.reported_at, now, zone)))
            .collect(),
        facts: facts(&entry, rendered.fallen_back, |at| Moment::new(at, now, zone)),
        text: rendered.text,
        html_href: format!("/admin/outbox/{}/html", entry.id),
        again: (entry.state == OutboxState::Failed).then(|| {
            Form::new(format!("/admin/outbox/{}/retry", entry.id), "Try again now", Vec::new())
                .about("Try again", "Under the Message-ID it always had, so that nobody reads it twice.")
        }),
    })
}

fn report_line(report: &NoticeReport, at: Moment) -> ReportLine {
    ReportLine {
        at,
        tone: match report.outcome {
            DeliveryOutcome::Failed => Tone::Late,
            DeliveryOutcome::Delayed => Tone::Soon,
            DeliveryOutcome::Delivered => Tone::Ok,
        },
        text: report.in_words(),
        said: report.said.clone(),
        href: report.inbound_mail_id.map(|id| format!("/admin/inbox/{id}")).unwrap_or_default(),
    }
}

fn facts(
    entry: &OutboxEntry,
    fallen_back: Option<String>,
    moment: impl Fn(crate::sla::Instant) -> Moment,
) -> Vec<FactLine> {
    let notice = &entry.notice;
    let mut facts = vec![
        FactLine::new("What", what(notice.body.kind(), entry.channel)),
        FactLine::new("To", format!("{} <{}>", notice.to.name, notice.to.email)),
    ];
    if let Some(ticket) = &notice.ticket {
        let href = Some(format!("/desk/tickets/{}", ticket.number));
        facts.push(FactLine { href, ..FactLine::new("Ticket", ticket_words(ticket)) });
    }
    facts.push(FactLine::new("Written", moment(entry.created_at).full));
    match (entry.state, entry.sent_at) {
        (_, Some(at)) => facts.push(FactLine::new("Sent", moment(at).full)),
        (OutboxState::Pending, None) => {
            facts.push(FactLine::new("Next try", moment(entry.next_attempt_at).full));
        }
        _ => {}
    }
    if let Some(at) = entry.uncertain_at {
        let told = format!("may have been delivered twice: the answer got lost on {}", moment(at).full);
        facts.push(FactLine::new("Uncertain", told));
    }
    if let Some(why) = fallen_back {
        facts.push(FactLine::new("Words", format!("built in, since your own fail: {why}")));
    }
    facts.push(FactLine::new("Tries", entry.attempts.to_string()));
    facts.push(FactLine::new("Message-ID", &entry.message_id));
    facts
}

/// The HTML part of a notice, for the frame on its page.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn html(site: web::Data<Site>, id: web::Path<String>) -> Result<HttpResponse, WebError> {
    let entry = find(&site, &id).await?;
    Ok(framed(written(&site, &entry).await?.html))
}

/// The notice with the words that are in force for its reader now.
async fn written(site: &Site, entry: &OutboxEntry) -> Result<Rendered, WebError> {
    let notice = entry.notice.clone();
    let templates = site.app.db.read(move |c| store::notice_template::of_notices(c, &[&notice]));
    let templates = templates.await?;
    let words = NoticeTemplate::for_notice(&templates, &entry.notice).map(|template| &template.words);
    site.app.render(&entry.notice, words).map_err(WebError::Internal)
}

/// Tries a failed notice again.
///
/// # Errors
/// [`WebError::Conflict`] for one that has not failed, as [`Posted`], or that the database can't be written.
pub async fn retry(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    let id = outbox_id(&id)?;
    let (context, by) = (site.app.context(), session.person.clone());
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(service::retry_notice(c, &context, &by, id)?)
    };
    site.app.db.write(job).await?;
    Ok(see_other(&format!("/admin/outbox/{id}?done=retried")))
}

fn ticket_words(ticket: &AboutTicket) -> String {
    format!("#{} {}", ticket.number, ticket.subject)
}

async fn find(site: &Site, id: &str) -> Result<OutboxEntry, WebError> {
    let id = outbox_id(id)?;
    site.app.db.read(move |c| store::outbox::find(c, id)?.ok_or(WebError::NotFound)).await
}

fn outbox_id(text: &str) -> Result<OutboxId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

/// `Breach notice`, or `Page (pager)` where it goes to the gateway.
pub fn what(kind: NoticeKind, channel: OutboxChannel) -> String {
    let road = if channel == OutboxChannel::Webhook { " (pager)" } else { "" };
    format!("{}{road}", kind.title())
}

fn chip(state: OutboxState, attempts: i32) -> Chip {
    match (state, attempts) {
        (OutboxState::Pending, 0) => Chip { label: "Waiting", tone: Tone::Live },
        (OutboxState::Pending, _) => Chip { label: "Trying again", tone: Tone::Soon },
        (OutboxState::Sent, _) => Chip { label: "Sent", tone: Tone::Ok },
        (OutboxState::Failed, _) => Chip { label: "Failed", tone: Tone::Late },
    }
}
