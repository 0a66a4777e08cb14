//! `GET /desk/tickets/{number}`: one ticket as agents work it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono_tz::Tz;
use serde::Deserialize;

use super::listed::Listed;
use super::place::Place;
use super::ticket_cards as cards;
use super::watchers::first;
use super::written::Written;
use crate::domain::{Macro, MacroId, MailJudgement, Message, Person, PersonId, Ticket};
use crate::sla::{Instant, Severity, Status};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, shell, ticket_number};
use crate::web::pages::desk::{DeskTicketPage, Lane, SnoozeForm, WatchersCard};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::ticket_data::{self, TicketData};
use crate::web::view::{
    Area, Chip, ClockCard, Look, MergedView, MessageView, Moment, Names, SeverityMark, Tone, WatcherLine,
    clock_cards, conversation, labels, remedies,
};

/// A message that was refused, to be shown again.
#[derive(Debug, Default)]
pub struct Refused {
    /// The text as typed.
    pub text: String,
    /// Whether it was a note.
    pub is_note: bool,
    /// The status that was chosen with it.
    pub then: Option<Status>,
    /// Why it was refused.
    pub faults: Vec<FieldFault>,
    /// The marks of the files that were left out of it.
    pub left_out: Vec<String>,
    /// An address of somebody who must not read along, and why.
    pub watcher: Option<(String, Vec<FieldFault>)>,
    /// How the ticket was to be put away, and why it can't be.
    pub snooze: Option<SnoozeForm>,
    /// The tags that it was to bear, and why it can't.
    pub tags: Option<(String, Vec<FieldFault>)>,
    /// Why something else could not be done.
    pub action: Option<String>,
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
    page.shell.refused = refused.action;
    if let Some((typed, faults)) = refused.watcher {
        page.watching.typed = typed;
        page.watching.fault = first(&faults);
    }
    if let Some(typed) = refused.snooze {
        for choice in &mut page.properties.snooze_choices {
            choice.is_chosen = choice.value == typed.until;
        }
        page.properties.snooze_form = typed;
    }
    if let Some((typed, faults)) = refused.tags {
        page.properties.tags = typed;
        page.properties.tags_fault = first(&faults);
    }
    if !refused.faults.is_empty() {
        page.composer.text = refused.text;
        page.composer.is_note = refused.is_note;
        page.composer.then = refused.then.map(Status::as_str).unwrap_or_default();
        page.composer.faults = refused.faults;
        for file in &mut page.composer.files {
            file.is_chosen = !refused.left_out.contains(&file.mark);
        }
    }
    render_with(status, &page)
}

/// What stands around the ticket: the list it was opened from, and who could work it.
pub(super) struct Surroundings {
    pub(super) place: Place,
    lane: Lane,
    pub(super) staff: Vec<Person>,
    pub(super) written: Written,
    pub(super) macros: Vec<Macro>,
    /// The macro that the address asks for.
    pub(super) chosen: Option<Macro>,
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
    let (now, reader) = (site.now(), &session.person);
    let zone = reader.time_zone;
    let TicketData { ticket, contract, .. } = &data;
    let people: HashMap<PersonId, String> =
        data.people.iter().map(|(id, person)| (*id, person.name.clone())).collect();
    let history = Names { people: &people, contract, now, zone }.lines(&data.activities);
    let clocks = clock_cards(&ticket.timers, contract, now, zone);
    let (coverage, band) = coverage(&data, now);
    let title = format!("#{} {}", ticket.number, ticket.subject);
    let look = Look::of(request);
    DeskTicketPage {
        shell: shell(site, session, look, None, now).at(Area::Queue(around.place.queue_view()), title),
        place: around.place.address("", None),
        number: ticket.number.0,
        version: ticket.version,
        subject: ticket.subject.clone(),
        status: labels::status_for_staff(ticket.status),
        solved_by: data.solved_by.map(|id| data.name(id)),
        severity: SeverityMark::new(contract, &ticket.severity.code),
        channel: labels::channel(ticket.channel),
        opened: Moment::new(ticket.created_at, now, zone),
        tags: data.tags.iter().map(ToString::to_string).collect(),
        is_outside_agreement: ticket.is_outside_agreement,
        is_closed: ticket.status == Status::Closed,
        follows_up: data.follows_up.map(|number| number.0),
        banners: cards::banners(&data, now, zone),
        remedies: remedies(contract),
        is_missed: clocks.iter().any(ClockCard::was_missed),
        merged: merged(&data, now, zone),
        messages: messages(&data, now, zone),
        composer: cards::composer(&data, &around, reader, now),
        present: around.written.present,
        held_here: around.written.held_here,
        held_elsewhere: around.written.held_elsewhere,
        lane: around.lane,
        coverage,
        band,
        my_id: reader.id.to_string(),
        properties: cards::properties(&data, &around.staff, &clocks, reader, now),
        clocks,
        reporter: cards::reporter(&data),
        related: cards::related(&data),
        followers: data.followers.iter().map(|person| person.name.clone()).collect(),
        is_following: data.followers.iter().any(|person| person.id == reader.id),
        watching: WatchersCard {
            lines: data.watchers.iter().map(WatcherLine::of).collect(),
            typed: String::new(),
            fault: None,
        },
        history,
    }
}

/// The conversation, with what is to be known about the mails in it.
fn messages(data: &TicketData, now: Instant, zone: Tz) -> Vec<MessageView> {
    let mut views = conversation(data, true, now, zone);
    remark(&mut views, &data.messages, data);
    views
}

/// The conversations that go on in this one, with the same.
fn merged(data: &TicketData, now: Instant, zone: Tz) -> Vec<MergedView> {
    let mut views = MergedView::all(data, true, now, zone);
    for (view, other) in views.iter_mut().zip(&data.merged) {
        remark(&mut view.messages, &other.messages, data);
    }
    views
}

fn remark(views: &mut [MessageView], messages: &[Message], data: &TicketData) {
    for (view, message) in views.iter_mut().zip(messages) {
        let judgement = message.inbound_mail_id.and_then(|mail| data.judgements.get(&mail));
        view.remarks = judgement.map(MailJudgement::in_words).unwrap_or_default();
    }
}

/// Whether the severity is served at this moment, and what moment that is for the contract.
fn coverage(data: &TicketData, now: Instant) -> (Chip, &'static str) {
    let band = data.contract.calendar().band(now);
    let covers = data.contract.severity(data.ticket.severity.code.as_str()).map(Severity::covers);
    let chip = match covers.is_some_and(|covers| covers.contains(band)) {
        true => Chip { label: "covered now", tone: Tone::Ok },
        false => Chip { label: "not covered now", tone: Tone::Calm },
    };
    (chip, band.label())
}
