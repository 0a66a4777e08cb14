//! Notices: who is told what, written into the outbox in the transaction that caused it.

use super::choose_mails::who_wants;
use super::rate_ticket::RateLink;
use super::work::Work;
use super::{ServiceError, breach_contacts};
use crate::domain::{
    AboutTicket, ActivityKind, Notice, NoticeBody, OutboxChannel, OutboxEntry, OutboxId, OutboxState, Person,
    PromiseLine, Recipient, Resolver, StaffMail,
};
use crate::sla::{ClockKind, ClockState, ClockView, Fact, Instant, Severity};
use crate::store;

/// Automatic acknowledgements that one address gets within a day; more would make us somebody's loop.
const ACKNOWLEDGEMENTS_A_DAY: i64 = 20;

/// Messages of others that one watcher is sent within a day; more would be two robots that watch each other talk.
const RELAYS_A_DAY: i64 = 50;

/// Tells the requester that the report is here, and what is promised. Not at an address from which mail keeps coming
/// back.
pub(super) fn acknowledgement(work: &mut Work<'_>, requester: &Person) -> Result<(), ServiceError> {
    let day_ago = work.cx.now - chrono::TimeDelta::days(1);
    if store::address_mark::find(work.c, &requester.email)?.is_some() {
        return Ok(());
    }
    let lately = store::outbox::count_to(work.c, &requester.email, "acknowledgement", day_ago)?;
    if lately >= ACKNOWLEDGEMENTS_A_DAY {
        return Ok(());
    }
    let respond = clock(work, ClockKind::Respond);
    let promises = [ClockKind::Respond, ClockKind::Update, ClockKind::Resolve]
        .into_iter()
        .filter_map(|kind| promise_line(work, kind))
        .collect();
    let body = NoticeBody::Acknowledgement {
        severity: severity_name(work),
        promises,
        is_held_over: respond.held_over_until.is_some_and(|until| until > work.cx.now),
        is_outside_agreement: work.ticket.is_outside_agreement,
    };
    let key = format!("acknowledgement:{}", work.ticket.id);
    send(work, key, requester, body)
}

/// Sends an agent's public reply to the requester and to those who read along.
pub(super) fn reply(work: &mut Work<'_>, author: &Person, text: &str) -> Result<(), ServiceError> {
    let Some(requester) = store::person::find(work.c, work.ticket.requester_id)? else { return Ok(()) };
    let next_update = clock(work, ClockKind::Update).due;
    let body = NoticeBody::Reply { author: author.name.clone(), text: text.to_owned(), next_update };
    let key = format!("reply:{}:{}", work.ticket.id, OutboxId::new(work.cx.now));
    send(work, key, &requester, body.clone())?;
    for watcher in watchers(work, author)? {
        let key = format!("reply:{}:{}", work.ticket.id, OutboxId::new(work.cx.now));
        send(work, key, &watcher, body.clone())?;
    }
    Ok(())
}

/// Sends what somebody else than an agent wrote publicly to those who read along, within a daily limit.
pub(super) fn relay(work: &mut Work<'_>, author: &Person, text: &str) -> Result<(), ServiceError> {
    let day_ago = work.cx.now - chrono::TimeDelta::days(1);
    for watcher in watchers(work, author)? {
        let body =
            NoticeBody::Reply { author: author.name.clone(), text: text.to_owned(), next_update: None };
        if store::outbox::count_to(work.c, &watcher.email, body.label(), day_ago)? >= RELAYS_A_DAY {
            continue;
        }
        let key = format!("relay:{}:{}", work.ticket.id, OutboxId::new(work.cx.now));
        send(work, key, &watcher, body)?;
    }
    Ok(())
}

/// Who reads along, but for the author and the requester.
fn watchers(work: &mut Work<'_>, author: &Person) -> Result<Vec<Person>, ServiceError> {
    let mut all = store::watcher::people(work.c, work.ticket.id)?;
    all.retain(|one| one.is_active && one.id != author.id && one.id != work.ticket.requester_id);
    who_wants(work.c, StaffMail::Followed, all)
}

/// Tells the requester, and those who read along, that the ticket is resolved.
pub(super) fn resolution(work: &mut Work<'_>, by: &Person) -> Result<(), ServiceError> {
    tell_resolved(work, by, Resolver::Agent)
}

/// Tells them that it is, because somebody of the customer said that it is solved.
pub(super) fn solved(work: &mut Work<'_>, by: &Person) -> Result<(), ServiceError> {
    tell_resolved(work, by, Resolver::Customer)
}

fn tell_resolved(work: &mut Work<'_>, by: &Person, resolver: Resolver) -> Result<(), ServiceError> {
    let Some(requester) = store::person::find(work.c, work.ticket.requester_id)? else { return Ok(()) };
    let key = format!("resolution:{}:{}", work.ticket.id, work.cx.now.timestamp_micros());
    let link = RateLink { ticket_id: work.ticket.id, person_id: requester.id };
    let rate_path = (!requester.role.is_staff()).then(|| link.path(&work.cx.identity));
    let body = |rate_path| NoticeBody::Resolution { author: by.name.clone(), resolver, rate_path };
    send(work, key.clone(), &requester, body(rate_path))?;
    for watcher in watchers(work, by)? {
        send(work, format!("{key}:{}", watcher.id), &watcher, body(None))?;
    }
    Ok(())
}

/// Tells the customer's designated contacts, or the requester where there is none, what was missed.
///
/// All that one change found goes into one mail.
pub(super) fn breach(work: &mut Work<'_>) -> Result<(), ServiceError> {
    let missed = std::mem::take(&mut work.missed);
    let Some(first) = missed.first().cloned() else { return Ok(()) };
    let lines = missed.iter().rev().filter_map(|fact| missed_line(work, fact)).collect();
    let next = [ClockKind::Update, ClockKind::Resolve, ClockKind::Respond]
        .into_iter()
        .filter(|kind| clock(work, *kind).state == ClockState::Running)
        .find_map(|kind| promise_line(work, kind));
    let body = NoticeBody::Breach { severity: severity_name(work), missed: lines, next };
    let cause = format!("breach:{}:{}", work.ticket.id, cause(&first));
    let contacts = breach_contacts::of(work)?;
    for contact in &contacts {
        send(work, format!("{cause}:{}", contact.id), contact, body.clone())?;
    }
    for contact in contacts {
        if store::address_mark::find(work.c, &contact.email)?.is_some() {
            breach_contacts::tell_stand_in(work, &cause, &contact, &body)?;
        }
    }
    Ok(())
}

/// Puts one mail into the outbox and its entry into the history. Addresses that nobody can reach get none.
pub(super) fn send(
    work: &mut Work<'_>,
    key: String,
    to: &Person,
    body: NoticeBody,
) -> Result<(), ServiceError> {
    if to.email.domain().ends_with(".invalid") {
        return Ok(());
    }
    enqueue(work, key, OutboxChannel::Email, to.into(), body)
}

/// Puts one notice into the outbox, by whichever road.
pub(super) fn enqueue(
    work: &mut Work<'_>,
    key: String,
    channel: OutboxChannel,
    to: Recipient,
    body: NoticeBody,
) -> Result<(), ServiceError> {
    let id = OutboxId::new(work.cx.now);
    let references = store::outbox::thread(work.c, work.ticket.id, &to.email)?;
    let (what, shown) = (body.label().to_owned(), to.name.clone());
    let entry = OutboxEntry {
        id,
        key,
        channel,
        message_id: work.cx.identity.message_id(work.ticket.number, id),
        state: OutboxState::Pending,
        priority: body.priority(),
        attempts: 0,
        next_attempt_at: turn(&body, work.cx.now),
        last_error: None,
        created_at: work.cx.now,
        sent_at: None,
        uncertain_at: None,
        notice: Notice {
            to,
            ticket: Some(AboutTicket {
                id: work.ticket.id,
                number: work.ticket.number,
                subject: work.ticket.subject.clone(),
            }),
            provider: work.contract.provider().to_owned(),
            path: ticket_path(work, &body),
            in_reply_to: references.last().cloned(),
            references,
            body,
        },
    };
    if store::outbox::insert(work.c, &entry)? {
        work.log(ActivityKind::Notified { outbox_id: id, what, to: shown });
    }
    Ok(())
}

/// Since when it is a notice's turn. After a time in which nothing left, what was promised earliest is told first.
fn turn(body: &NoticeBody, now: Instant) -> Instant {
    match body {
        NoticeBody::Breach { missed, .. } => {
            missed.iter().filter_map(|line| line.due_at).min().map_or(now, |due| due.min(now))
        }
        _ => now,
    }
}

/// Staff read a ticket at the desk, customers in the portal.
fn ticket_path(work: &Work<'_>, body: &NoticeBody) -> String {
    let room = match body {
        NoticeBody::Warning { .. }
        | NoticeBody::Page { .. }
        | NoticeBody::NewTicket { .. }
        | NoticeBody::CustomerWrote { .. }
        | NoticeBody::ColleagueWrote { .. }
        | NoticeBody::Alarm { .. } => "desk",
        _ => "portal",
    };
    format!("/{room}/tickets/{}", work.ticket.number)
}

/// A clock as it stands.
pub(super) fn clock(work: &Work<'_>, kind: ClockKind) -> ClockView {
    work.ticket.timers.clock(&work.contract, kind)
}

/// The running promise of a clock, for a notice.
pub(super) fn promise_line(work: &Work<'_>, kind: ClockKind) -> Option<PromiseLine> {
    let view = clock(work, kind);
    let due_at = view.due?;
    Some(PromiseLine {
        clock: kind,
        starts_at: view.held_over_until,
        due_at: Some(due_at),
        target: target(work, kind, view.started.unwrap_or(work.cx.now)),
        explanation: view.explanation,
    })
}

fn missed_line(work: &Work<'_>, fact: &Fact) -> Option<PromiseLine> {
    let kind = fact.clock?;
    Some(PromiseLine {
        clock: kind,
        starts_at: None,
        due_at: fact.due,
        target: target(work, kind, fact.at),
        explanation: String::new(),
    })
}

fn target(work: &Work<'_>, kind: ClockKind, at: Instant) -> String {
    let code = work.ticket.severity.code.as_str();
    let severity = work.contract.severity(code);
    severity.map(|severity| work.contract.promise(severity, kind, at).target.to_string()).unwrap_or_default()
}

/// The severity as the contract calls it.
pub(super) fn severity_name(work: &Work<'_>) -> String {
    let code = work.ticket.severity.code.as_str();
    work.contract.severity(code).map_or_else(|| code.to_owned(), Severity::label)
}

/// What names a fact in the key of its notices.
pub(super) fn cause(fact: &Fact) -> String {
    let clock = fact.clock.map(|clock| clock.to_string()).unwrap_or_default();
    format!("{clock}:{}", fact.due.unwrap_or(fact.at).timestamp_micros())
}
