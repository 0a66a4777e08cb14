//! `GET /desk/tickets/{number}`: one ticket as agents work it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::filled::Filled;
use super::listed::Listed;
use super::place::Place;
use super::snooze;
use super::watchers::first;
use super::written::Written;
use crate::domain::{
    Draft, Macro, MacroId, MailJudgement, MessageKind, Person, PersonId, Ticket, TicketNumber,
};
use crate::sla::{ClockKind, ClockState, Status};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, shell, ticket_number};
use crate::web::pages::desk::{
    Banner, DeskTicketPage, Lane, MacroLink, PageBanner, RelatedLine, Selectable, SnoozeBanner, SnoozeForm,
};
use crate::web::pages::portal::questions;
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::ticket_data::{self, RelatedTicket, TicketData};
use crate::web::view::{
    Area, Chip, ClockCard, Look, MessageView, Moment, Names, SeverityMark, Tone, WatcherLine, clock_cards,
    conversation, labels,
};

/// A message that was refused, to be shown again.
#[derive(Debug, Default)]
pub struct Refused {
    /// The text as typed.
    pub text: String,
    /// Whether it was a note.
    pub is_note: bool,
    /// Why it was refused.
    pub faults: Vec<FieldFault>,
    /// An address of somebody who must not read along, and why.
    pub watcher: Option<(String, Vec<FieldFault>)>,
    /// How the ticket was to be put away, and why it can't be.
    pub snooze: Option<SnoozeForm>,
}

/// Shows the ticket.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let data = ticket_data::load(&site, &session, ticket_number(&number)?).await?;
    answer(&site, &session, &request, StatusCode::OK, data, Refused::default(), done.sentence()).await
}

/// The ticket's page with a status, as after a refused message.
///
/// # Errors
/// Where the database can't be read.
pub async fn answer(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    status: StatusCode,
    data: TicketData,
    refused: Refused,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let surroundings = surroundings(site, session, request, &data.ticket).await?;
    let mut page = page(site, session, request, data, surroundings);
    page.shell.done = done;
    if let Some((typed, faults)) = refused.watcher {
        page.watcher_typed = typed;
        page.watcher_fault = first(&faults);
    }
    if let Some(typed) = refused.snooze {
        for choice in &mut page.snooze_choices {
            choice.is_chosen = choice.value == typed.until;
        }
        page.snooze_form = typed;
    }
    if !refused.faults.is_empty() {
        page.draft = refused.text;
        page.draft_is_note = refused.is_note;
        page.faults = refused.faults;
    }
    render_with(status, &page)
}

/// What stands around the ticket: the list it was opened from, and who could work it.
struct Surroundings {
    place: Place,
    lane: Lane,
    staff: Vec<Person>,
    written: Written,
    macros: Vec<Macro>,
    chosen: Option<Macro>,
}

/// The macro that the address asks for.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(rename = "macro")]
    id: Option<MacroId>,
}

async fn surroundings(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    ticket: &Ticket,
) -> Result<Surroundings, WebError> {
    let place = Place::of(request);
    let asked = web::Query::<Asked>::from_query(request.query_string()).ok().and_then(|asked| asked.id);
    let (contracts, listing) = (site.app.contracts.clone(), place.clone());
    let (now, id) = (site.now(), ticket.id);
    let reader = session.person.clone();
    let read = move |c: &mut Connection| -> Result<_, WebError> {
        let listed = Listed::read(c, &contracts, &reader, &listing, now)?;
        let macros = store::reply_macro::list(c, reader.id)?;
        Ok((listed, store::person::staff(c)?, Written::read(c, &reader, Some(id), now)?, macros))
    };
    let (listed, staff, written, macros) = site.app.db.read(read).await?;
    let chosen = macros.iter().find(|one| Some(one.id) == asked).cloned();
    let rows = listed.rows(&place, now, session.person.time_zone);
    let href = place.address("/desk", None);
    let lane = Lane::around(place.queue_view().label(), href, rows, ticket.number.0);
    Ok(Surroundings { place, lane, staff, written, macros, chosen })
}

fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    around: Surroundings,
) -> DeskTicketPage {
    let (now, zone) = (site.now(), session.person.time_zone);
    let TicketData { ticket, contract, .. } = &data;
    let clocks = clock_cards(&ticket.timers, contract, now, zone);
    let mark = |code| SeverityMark::new(contract, code);
    let people: HashMap<PersonId, String> =
        data.people.iter().map(|(id, person)| (*id, person.name.clone())).collect();
    let names = Names { people: &people, contract, now, zone };
    let Written { draft, held_here, held_elsewhere, present } = around.written;
    let filled = around.chosen.map(|chosen| Filled::new(&chosen, &data, &session.person.name, now));
    let began = draft.as_ref().map(|draft| draft.text.as_str()).unwrap_or_default();
    let title = format!("#{} {}", ticket.number, ticket.subject);
    let (coverage, band) = coverage(&data, now);
    DeskTicketPage {
        shell: shell(site, session, Look::of(request), None, now)
            .at(Area::Queue(around.place.queue_view()), title),
        place: around.place.address("", None),
        lane: around.lane,
        number: ticket.number.0,
        version: ticket.version,
        subject: ticket.subject.clone(),
        status: labels::status_for_staff(ticket.status),
        statuses: statuses(ticket.status),
        severity: mark(&ticket.severity.code),
        severity_reason: ticket.severity.reason.clone(),
        severities: contract
            .severities()
            .iter()
            .map(|one| Selectable {
                value: one.code().as_str().to_owned(),
                label: one.name().to_owned(),
                is_chosen: *one.code() == ticket.severity.code,
            })
            .collect(),
        customer: data.organization.as_ref().map(|found| found.name.clone()),
        requester: data.name(ticket.requester_id),
        requester_email: data.requester().map(|person| person.email.to_string()).unwrap_or_default(),
        requester_is_unreachable: data.requester_is_unreachable,
        watchers: data.watchers.iter().map(WatcherLine::of).collect(),
        watcher_typed: String::new(),
        watcher_fault: None,
        channel: labels::channel(ticket.channel),
        opened: Moment::new(ticket.created_at, now, zone),
        contract: contract.name().to_owned(),
        coverage,
        band,
        can_acknowledge: can_acknowledge(&clocks, ticket.status),
        assignee: ticket.assignee_id.map(|id| data.name(id)),
        agents: agents(&around.staff, ticket.assignee_id),
        my_id: session.person.id.to_string(),
        is_mine: ticket.assignee_id == Some(session.person.id),
        suggestion: ticket
            .suggestion
            .as_ref()
            .filter(|_| ticket.status != Status::Closed)
            .map(|choice| Banner { severity: mark(&choice.code), reason: choice.reason.clone() }),
        page: page_banner(&data, now, zone),
        is_outside_agreement: ticket.is_outside_agreement,
        is_closed: ticket.status == Status::Closed,
        follows_up: data.follows_up.map(|number| number.0),
        merged_into: data.merged_into.as_ref().map(|other| line(other, "Goes on in", "")),
        related: related(&data),
        answers: answers(&data),
        messages: messages(&data, now, zone),
        history: names.lines(&data.activities),
        clocks,
        held_here,
        held_elsewhere,
        present,
        followers: data.followers.iter().map(|person| person.name.clone()).collect(),
        is_following: data.followers.iter().any(|person| person.id == session.person.id),
        colleagues: colleagues(&around.staff, session.person.id),
        snooze: snooze_banner(&data, now, zone),
        snooze_choices: snooze::choices(contract, now, zone),
        snooze_form: SnoozeForm::default(),
        can_snooze: ticket.status.is_unresolved(),
        tags: data.tags.iter().map(ToString::to_string).collect(),
        macros: around.macros.iter().map(|one| macro_link(one, &around.place, ticket.number)).collect(),
        then: filled.as_ref().and_then(|filled| filled.then).map(Status::as_str).unwrap_or_default(),
        draft_is_note: match &filled {
            Some(filled) => filled.is_note,
            None => draft.as_ref().is_some_and(|draft| draft.kind == MessageKind::Note),
        },
        faults: draft.as_ref().and_then(returned).into_iter().collect(),
        draft: [Some(began), filled.as_ref().map(|filled| filled.text.as_str())]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n"),
    }
}

/// The conversation, with what is to be known about the mails in it.
fn messages(data: &TicketData, now: crate::sla::Instant, zone: chrono_tz::Tz) -> Vec<MessageView> {
    let mut views = conversation(&data.messages, &data.attachments, &data.people, true, now, zone);
    for (view, message) in views.iter_mut().zip(&data.messages) {
        let judgement = message.inbound_mail_id.and_then(|mail| data.judgements.get(&mail));
        view.remarks = judgement.map(MailJudgement::in_words).unwrap_or_default();
    }
    views
}

fn line(other: &RelatedTicket, label: &'static str, relation: &'static str) -> RelatedLine {
    RelatedLine { number: other.number.0, subject: other.subject.clone(), label, relation }
}

/// The tickets that go on in it, then those that it is linked with.
fn related(data: &TicketData) -> Vec<RelatedLine> {
    let merged = data.merged.iter().map(|other| line(other, "Took in", ""));
    let linked = data.related.iter();
    let linked = linked.map(|(relation, other)| line(other, labels::relation(*relation), relation.as_str()));
    merged.chain(linked).collect()
}

fn macro_link(one: &Macro, place: &Place, number: TicketNumber) -> MacroLink {
    let address = place.ticket(number);
    let joint = if address.contains('?') { '&' } else { '?' };
    MacroLink { name: one.name.clone(), href: format!("{address}{joint}macro={}#text", one.id) }
}

/// Why the reader's reply came back, if it did.
fn returned(draft: &Draft) -> Option<FieldFault> {
    let problem = draft.problem.as_deref()?;
    Some(FieldFault::new("text", format!("Your reply did not leave. {problem} It is kept below.")))
}

/// Whether the severity is served at this moment, and what moment that is for the contract.
fn coverage(data: &TicketData, now: crate::sla::Instant) -> (Chip, &'static str) {
    let band = data.contract.calendar().band(now);
    let covers = data.contract.severity(data.ticket.severity.code.as_str()).map(crate::sla::Severity::covers);
    let chip = match covers.is_some_and(|covers| covers.contains(band)) {
        true => Chip { label: "covered now", tone: Tone::Ok },
        false => Chip { label: "not covered now", tone: Tone::Calm },
    };
    (chip, band.label())
}

fn statuses(present: Status) -> Vec<Selectable> {
    let label = |status| labels::status_for_staff(status).label.to_owned();
    let possible =
        Status::ALL.iter().filter(|status| **status != Status::Closed || present == Status::Resolved);
    possible
        .map(|status| Selectable {
            value: status.as_str().to_owned(),
            label: label(*status),
            is_chosen: *status == present,
        })
        .collect()
}

fn agents(staff: &[Person], assignee: Option<PersonId>) -> Vec<Selectable> {
    let agent = |person: &Person| Selectable {
        value: person.id.to_string(),
        label: person.name.clone(),
        is_chosen: Some(person.id) == assignee,
    };
    staff.iter().map(agent).collect()
}

fn colleagues(staff: &[Person], reader: PersonId) -> Vec<(String, String)> {
    let others = staff.iter().filter(|person| person.id != reader);
    others.map(|person| (person.email.to_string(), person.name.clone())).collect()
}

fn can_acknowledge(clocks: &[ClockCard], status: Status) -> bool {
    let respond = clocks.iter().find(|clock| clock.kind == ClockKind::Respond);
    let is_awaited =
        respond.is_some_and(|clock| matches!(clock.state, ClockState::Running | ClockState::Breached));
    is_awaited && status.is_unresolved()
}

fn page_banner(data: &TicketData, now: crate::sla::Instant, zone: chrono_tz::Tz) -> Option<PageBanner> {
    let last = data.open_pages.last()?;
    let next = data.ticket.timers.pages(&data.contract).and_then(|page| page.next);
    Some(PageBanner {
        why: capitalized(&last.why),
        called: data.open_pages.iter().filter_map(|page| page.person_id).map(|id| data.name(id)).collect(),
        next: next.map(|at| Moment::new(at, now, zone)),
    })
}

fn snooze_banner(data: &TicketData, now: crate::sla::Instant, zone: chrono_tz::Tz) -> Option<SnoozeBanner> {
    let snooze = data.snooze.as_ref()?;
    Some(SnoozeBanner {
        by: data.name(snooze.person_id),
        until: Moment::new(snooze.until, now, zone),
        reason: snooze.reason.clone(),
        back: snooze.woken.map(|(_, cause)| labels::wake_cause(cause)),
    })
}

/// The engine words reasons to stand within a sentence; here one begins it.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn answers(data: &TicketData) -> Vec<(&'static str, &'static str)> {
    let Some(given) = data.ticket.answers.as_ref() else { return Vec::new() };
    let chosen = questions(given).into_iter().filter_map(|question| {
        let answer = question.choices.into_iter().find(|choice| choice.is_chosen)?;
        Some((question.text, answer.label))
    });
    chosen.collect()
}
