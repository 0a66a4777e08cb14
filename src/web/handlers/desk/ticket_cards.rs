//! The parts of a ticket's page at the desk, filled from what was read of it.

use chrono_tz::Tz;

use super::filled::Filled;
use super::place::Place;
use super::snooze;
use super::ticket::Surroundings;
use crate::domain::{
    Draft, HeldFile, Macro, MessageKind, Person, PersonId, Role, Tag, TicketNumber, capitalized,
};
use crate::sla::{ClockKind, ClockState, Instant, Status};
use crate::web::error::FieldFault;
use crate::web::pages::desk::{
    Banners, Composer, KeptFile, MacroLink, PageBanner, Properties, RelatedLine, Reporter, Selectable,
    SnoozeBanner, SnoozeForm, SuggestionBanner,
};
use crate::web::pages::portal::questions;
use crate::web::ticket_data::{RelatedTicket, TicketData};
use crate::web::view::{ClockCard, Moment, SeverityMark, labels};

pub(super) fn banners(data: &TicketData, now: Instant, zone: Tz) -> Banners {
    let suggestion = data.ticket.suggestion.as_ref().filter(|_| data.ticket.status != Status::Closed);
    Banners {
        merged_into: data.merged_into.as_ref().map(|other| line(other, "Goes on in", "")),
        page: page_banner(data, now, zone),
        suggestion: suggestion.map(|choice| SuggestionBanner {
            severity: SeverityMark::new(&data.contract, &choice.code),
            reason: choice.reason.clone(),
        }),
        snooze: snooze_banner(data, now, zone),
    }
}

/// The form as the reader left it, and then what the chosen macro says.
pub(super) fn composer(data: &TicketData, around: &Surroundings, reader: &Person, now: Instant) -> Composer {
    let draft = around.written.draft.as_ref();
    let filled = around.chosen.as_ref().map(|chosen| Filled::new(chosen, data, &reader.name, now));
    let begun = draft.map(|draft| draft.text.as_str());
    let parts = [begun, filled.as_ref().map(|filled| filled.text.as_str())];
    let link = |one| macro_link(one, &around.place, data.ticket.number);
    Composer {
        text: parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"),
        is_note: match &filled {
            Some(filled) => filled.is_note,
            None => draft.is_some_and(|draft| draft.kind == MessageKind::Note),
        },
        then: filled
            .and_then(|filled| filled.then)
            .or_else(|| draft?.then)
            .map(Status::as_str)
            .unwrap_or_default(),
        files: draft.map(|draft| kept_files(&draft.files)).unwrap_or_default(),
        macros: around.macros.iter().map(link).collect(),
        colleagues: colleagues(&around.staff, reader.id),
        faults: draft.and_then(returned).into_iter().collect(),
    }
}

pub(super) fn properties(
    data: &TicketData,
    staff: &[Person],
    clocks: &[ClockCard],
    reader: &Person,
    now: Instant,
) -> Properties {
    let ticket = &data.ticket;
    Properties {
        statuses: statuses(ticket.status),
        severities: severities(data),
        severity_reason: ticket.severity.reason.clone(),
        agents: agents(staff, ticket.assignee_id),
        is_mine: ticket.assignee_id == Some(reader.id),
        can_acknowledge: can_acknowledge(clocks, ticket.status),
        can_snooze: ticket.status.is_unresolved(),
        snooze_choices: snooze::choices(&data.contract, now, reader.time_zone),
        snooze_form: SnoozeForm::default(),
        tags: data.tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", "),
        tags_fault: None,
    }
}

pub(super) fn reporter(data: &TicketData) -> Reporter {
    Reporter {
        customer: data.organization.as_ref().map(|found| found.name.clone()),
        name: data.name(data.ticket.requester_id),
        email: data.requester().map(|person| person.email.to_string()).unwrap_or_default(),
        new_ticket: data
            .requester()
            .filter(|person| person.role == Role::Customer)
            .map(|person| format!("/desk/new/{}", person.id)),
        is_unreachable: data.requester_is_unreachable,
        contract: data.contract.name().to_owned(),
        answers: answers(data),
    }
}

/// The tickets that go on in it, then those that it is linked with.
pub(super) fn related(data: &TicketData) -> Vec<RelatedLine> {
    let merged = data.merged.iter().map(|other| RelatedLine {
        number: other.number.0,
        subject: other.subject.clone(),
        label: "Took in",
        relation: "",
    });
    let linked = data.related.iter();
    let linked = linked.map(|(relation, other)| line(other, labels::relation(*relation), relation.as_str()));
    merged.chain(linked).collect()
}

fn line(other: &RelatedTicket, label: &'static str, relation: &'static str) -> RelatedLine {
    RelatedLine { number: other.number.0, subject: other.subject.clone(), label, relation }
}

fn page_banner(data: &TicketData, now: Instant, zone: Tz) -> Option<PageBanner> {
    let last = data.open_pages.last()?;
    let next = data.ticket.timers.pages(&data.contract).and_then(|page| page.next);
    Some(PageBanner {
        // The engine words reasons to stand within a sentence; here one begins it.
        why: capitalized(&last.why),
        called: data.open_pages.iter().filter_map(|page| page.person_id).map(|id| data.name(id)).collect(),
        next: next.map(|at| Moment::new(at, now, zone)),
    })
}

fn snooze_banner(data: &TicketData, now: Instant, zone: Tz) -> Option<SnoozeBanner> {
    let snooze = data.snooze.as_ref()?;
    Some(SnoozeBanner {
        by: data.name(snooze.person_id),
        until: Moment::new(snooze.until, now, zone),
        reason: snooze.reason.clone(),
        back: snooze.woken.map(|(_, cause)| labels::wake_cause(cause)),
    })
}

fn macro_link(one: &Macro, place: &Place, number: TicketNumber) -> MacroLink {
    let address = place.ticket(number);
    let joint = if address.contains('?') { '&' } else { '?' };
    MacroLink { name: one.name.clone(), href: format!("{address}{joint}macro={}#text", one.id) }
}

fn colleagues(staff: &[Person], reader: PersonId) -> Vec<(String, String)> {
    let others = staff.iter().filter(|person| person.id != reader);
    others.map(|person| (person.email.to_string(), person.name.clone())).collect()
}

fn kept_files(files: &[HeldFile]) -> Vec<KeptFile> {
    let kept = |file: &HeldFile| KeptFile {
        mark: file.mark(),
        name: file.file_name.as_str().to_owned(),
        is_chosen: true,
    };
    files.iter().map(kept).collect()
}

/// Why the reader's reply came back, if it did.
fn returned(draft: &Draft) -> Option<FieldFault> {
    let problem = draft.problem.as_deref()?;
    Some(FieldFault::new("text", format!("Your reply did not leave. {problem} It is kept below.")))
}

/// The states that a ticket can be set to: closing is for what is resolved.
fn statuses(present: Status) -> Vec<Selectable> {
    let possible =
        Status::ALL.iter().filter(|status| **status != Status::Closed || present == Status::Resolved);
    possible
        .map(|status| Selectable {
            value: status.as_str().to_owned(),
            label: labels::status_for_staff(*status).label.to_owned(),
            is_chosen: *status == present,
        })
        .collect()
}

fn severities(data: &TicketData) -> Vec<Selectable> {
    let all = data.contract.severities().iter();
    all.map(|one| Selectable {
        value: one.code().as_str().to_owned(),
        label: one.label(),
        is_chosen: *one.code() == data.ticket.severity.code,
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

/// While nobody has answered yet, and something is still owed.
fn can_acknowledge(clocks: &[ClockCard], status: Status) -> bool {
    let respond = clocks.iter().find(|clock| clock.kind == ClockKind::Respond);
    let is_awaited =
        respond.is_some_and(|clock| matches!(clock.state, ClockState::Running | ClockState::Breached));
    is_awaited && status.is_unresolved()
}

fn answers(data: &TicketData) -> Vec<(&'static str, &'static str)> {
    let Some(given) = data.ticket.answers.as_ref() else { return Vec::new() };
    let chosen = questions(given).into_iter().filter_map(|question| {
        let answer = question.choices.into_iter().find(|choice| choice.is_chosen)?;
        Some((question.text, answer.label))
    });
    chosen.collect()
}
