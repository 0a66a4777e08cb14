//! A ticket's history in words: who did what, what the clocks did, whom we told.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Moment, SeverityMark, Tone, labels};
use crate::domain::{
    Activity, ActivityKind as Kind, Actor, DeliveryOutcome, PassCause, PersonId, Relation, Tag, Verdict,
    WakeCause,
};
use crate::sla::{ClockKind, Contract, Fact, Instant, SeverityCode, Status, What};

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Moment,
    /// How good or bad.
    pub tone: Tone,
    /// What happened, as a sentence.
    pub text: String,
    /// Why, where somebody gave a reason.
    pub reason: Option<String>,
}

/// What turns ids and codes of a history into names.
pub struct Names<'a> {
    /// People's names.
    pub people: &'a HashMap<PersonId, String>,
    /// The ticket's contract.
    pub contract: &'a Contract,
    /// The request's now.
    pub now: Instant,
    /// The reader's zone.
    pub zone: Tz,
}

impl Names<'_> {
    /// The lines, newest first. What a clock did only to stand as before is left out.
    #[must_use]
    pub fn lines(&self, activities: &[Activity]) -> Vec<HistoryLine> {
        activities.iter().rev().filter_map(|activity| self.line(activity)).collect()
    }

    fn line(&self, activity: &Activity) -> Option<HistoryLine> {
        let who = match activity.actor {
            Actor::Person(id) => self.person(id),
            Actor::System => "Punctual".to_owned(),
        };
        let (kind, at) = (&activity.kind, Moment::new(activity.at, self.now, self.zone));
        Some(HistoryLine { at, tone: tone(kind), text: self.text(kind, &who)?, reason: reason(kind) })
    }

    fn text(&self, kind: &Kind, who: &str) -> Option<String> {
        Some(match kind {
            Kind::Opened { channel, severity, .. } => {
                format!("{who} opened it by {} as {}", labels::channel(*channel), self.severity(severity))
            }
            Kind::Replied { .. } => format!("{who} replied"),
            Kind::Noted { .. } => format!("{who} wrote a note"),
            Kind::Acknowledged => format!("{who} acknowledged it"),
            Kind::Reclassified { from, to, .. } => format!("{who} {}", self.reclassified(from, to)),
            Kind::SuggestionDismissed { severity, .. } => {
                format!("{who} set the suggestion {} aside", self.severity(severity))
            }
            Kind::StatusChanged { from, to } => format!("{who} {}", status_changed(*from, *to)),
            Kind::Assigned { to: Some(to), .. } => format!("{who} assigned it to {}", self.person(*to)),
            Kind::Assigned { to: None, .. } => format!("{who} took it from its assignee"),
            Kind::TeamAssigned { to: Some(to), .. } => format!("{who} gave it to the team {to}"),
            Kind::TeamAssigned { to: None, .. } => format!("{who} took it from its team"),
            Kind::Tagged { added, removed } => format!("{who} {}", tagged(added, removed)),
            Kind::MailReleased { .. } => format!("{who} let in a mail that had been held back"),
            Kind::WatcherAdded { person_id } => {
                format!("{who} added {} as a watcher", self.person(*person_id))
            }
            Kind::WatcherRemoved { person_id } => {
                format!("{who} took {} off the watchers", self.person(*person_id))
            }
            Kind::Snoozed { until, .. } => format!("{who} put it away until {}", self.spoken(*until)),
            Kind::SnoozeEnded { cause: WakeCause::Person } => format!("{who} brought it back"),
            Kind::SnoozeEnded { cause } => format!("It came back: {}", labels::wake_cause(*cause)),
            Kind::PageTaken => format!("{who} took the page"),
            Kind::PagePassedOn { person_id, cause } => passed_on(&self.person(*person_id), *cause),
            Kind::Escalated { told, .. } => format!("{who} escalated it; told: {}", told.join(", ")),
            Kind::BreachExcused { clock, due, .. } => format!("{who} excused {}", self.missed(*clock, *due)),
            Kind::ExcuseWithdrawn { clock, due } => {
                format!("{who} took back the excuse for {}", self.missed(*clock, *due))
            }
            Kind::Solved => format!("{who} said that it is solved"),
            Kind::Rated { verdict: Verdict::Good } => format!("{who} is content with it"),
            Kind::Rated { verdict: Verdict::Bad } => format!("{who} is not content with it"),
            Kind::Clock { fact } => return self.fact(fact),
            Kind::Notified { what, to, .. } => format!("Sent {what} to {to}"),
            Kind::DeliveryFailed { .. } => "A notice could not be delivered".to_owned(),
            Kind::DeliveryReported { recipient, outcome, reason, .. } => outcome.in_words(recipient, *reason),
            Kind::DeliveryUncertain { .. } => "Uncertain: a notice may have been delivered twice".to_owned(),
            Kind::MergedInto { ticket } => format!("{who} merged it into #{ticket}"),
            Kind::TookIn { ticket } => format!("{who} merged #{ticket} into it"),
            Kind::Unmerged { ticket } => format!("{who} brought it back out of #{ticket}"),
            Kind::GaveBack { ticket } => format!("{who} took #{ticket} out of it again"),
            Kind::Linked { ticket, relation } => format!("{who} noted: {} #{ticket}", stands(*relation)),
            Kind::Unlinked { ticket, relation } => {
                format!("{who} took back: {} #{ticket}", stands(*relation))
            }
            Kind::HolidayProclaimed { date, name } => {
                format!("{who} proclaimed {}, a holiday: {name}", day(*date))
            }
            Kind::HolidayWithdrawn { date } => format!("{who} withdrew the holiday of {}", day(*date)),
            Kind::FollowedUp { .. } => "A follow-up ticket was opened".to_owned(),
        })
    }

    /// What a clock did; nothing where it only had somebody told.
    fn fact(&self, fact: &Fact) -> Option<String> {
        let name = fact.clock.map_or("Clock", labels::clock);
        let due = fact.due.map(|due| self.spoken(due)).unwrap_or_default();
        Some(match fact.what {
            What::Started => format!("{name} clock started, due {due}"),
            What::HeldOver => format!("{name} held over to the next covered time"),
            What::Warned => format!("{name} nearly due ({due})"),
            What::Breached => format!("{name} missed, was due {due}"),
            What::Met => format!("{name} met, was due {due}"),
            What::MetLate => format!("{name} met late, was due {due}"),
            What::Paused => format!("{name} clock paused"),
            What::Resumed => format!("{name} clock resumed, due {due}"),
            What::DueChanged => format!("{name} now due {due}"),
            What::Stopped => format!("{name} clock stopped"),
            What::Page => "On-call chain called".to_owned(),
            What::Email => return None,
        })
    }

    fn reclassified(&self, from: &SeverityCode, to: &SeverityCode) -> String {
        match from == to {
            true => format!("confirmed {}", self.severity(to)),
            false => format!("changed severity from {} to {}", self.severity(from), self.severity(to)),
        }
    }

    fn missed(&self, clock: ClockKind, due: Option<Instant>) -> String {
        let due = due.map(|due| format!(" that was due {}", self.spoken(due))).unwrap_or_default();
        format!("the missed {}{due}", labels::clock(clock))
    }

    fn spoken(&self, at: Instant) -> String {
        Moment::new(at, self.now, self.zone).spoken
    }

    fn person(&self, id: PersonId) -> String {
        self.people.get(&id).cloned().unwrap_or_else(|| "Somebody".to_owned())
    }

    fn severity(&self, code: &SeverityCode) -> String {
        SeverityMark::new(self.contract, code).name
    }
}

fn tone(kind: &Kind) -> Tone {
    match kind {
        Kind::Clock { fact } => tone_of_fact(fact.what),
        Kind::Reclassified { from, to, .. } if from == to => Tone::Calm,
        Kind::Opened { .. } => Tone::Live,
        Kind::PageTaken
        | Kind::Solved
        | Kind::Rated { verdict: Verdict::Good }
        | Kind::DeliveryReported { outcome: DeliveryOutcome::Delivered, .. } => Tone::Ok,
        Kind::Reclassified { .. }
        | Kind::MailReleased { .. }
        | Kind::BreachExcused { .. }
        | Kind::PagePassedOn { .. }
        | Kind::DeliveryReported { outcome: DeliveryOutcome::Delayed, .. }
        | Kind::DeliveryUncertain { .. } => Tone::Soon,
        Kind::Escalated { .. }
        | Kind::Rated { verdict: Verdict::Bad }
        | Kind::DeliveryReported { outcome: DeliveryOutcome::Failed, .. }
        | Kind::DeliveryFailed { .. } => Tone::Late,
        _ => Tone::Calm,
    }
}

fn tone_of_fact(what: What) -> Tone {
    match what {
        What::Started | What::Resumed => Tone::Live,
        What::Met => Tone::Ok,
        What::Warned | What::Page => Tone::Soon,
        What::Breached | What::MetLate => Tone::Late,
        What::HeldOver | What::Paused | What::DueChanged | What::Stopped | What::Email => Tone::Calm,
    }
}

/// Why, where a person gave a reason or the installation has one.
fn reason(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Opened { reason, .. }
        | Kind::Reclassified { reason, .. }
        | Kind::SuggestionDismissed { reason, .. }
        | Kind::MailReleased { reason }
        | Kind::Snoozed { reason, .. }
        | Kind::Escalated { reason, .. } => Some(reason.clone()),
        Kind::BreachExcused { cause, evidence, .. } => Some(format!("{cause}; shown by: {evidence}")),
        Kind::Clock { fact } => fact.why.clone(),
        Kind::DeliveryFailed { error, .. } => Some(error.clone()),
        Kind::DeliveryReported { what, .. } => Some(what.clone()),
        Kind::DeliveryUncertain { .. } => {
            Some("It was handed over, but the answer got lost; a repeat has the same Message-ID.".to_owned())
        }
        _ => None,
    }
}

fn passed_on(called: &str, cause: PassCause) -> String {
    let why = match cause {
        PassCause::Away => "is away, as their mailbox answers",
        PassCause::Undelivered => "could not be reached by mail",
    };
    format!("{called} {why}: the page went on")
}

fn stands(relation: Relation) -> String {
    labels::relation(relation).to_lowercase()
}

fn day(date: NaiveDate) -> impl std::fmt::Display {
    date.format("%a %-d %b %Y")
}

fn status_changed(from: Status, to: Status) -> String {
    let [from, to] = [from, to].map(|status| labels::status_for_staff(status).label);
    format!("changed status from {from} to {to}")
}

/// What was done to a ticket's tags.
fn tagged(added: &[Tag], removed: &[Tag]) -> String {
    let list = |tags: &[Tag]| tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", ");
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("tagged it {}", list(added)),
        (true, false) => format!("took the tag {}", list(removed)),
        _ => format!("tagged it {} and took {}", list(added), list(removed)),
    }
}
