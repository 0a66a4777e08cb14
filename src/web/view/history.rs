//! A ticket's history in words: who did what, what the clocks did, whom we told.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::{Moment, SeverityMark, Tone, labels};
use crate::domain::{
    Activity, ActivityKind, Actor, DeliveryOutcome, PassCause, PersonId, Tag, Verdict, WakeCause,
};
use crate::sla::{Contract, Fact, Instant, SeverityCode, What};

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
        let (tone, text, reason) = self.words(&activity.kind, &who)?;
        Some(HistoryLine { at: Moment::new(activity.at, self.now, self.zone), tone, text, reason })
    }

    fn words(&self, kind: &ActivityKind, who: &str) -> Option<(Tone, String, Option<String>)> {
        let plain = |text: String| Some((Tone::Calm, text, None));
        match kind {
            ActivityKind::Opened { channel, severity, reason } => Some((
                Tone::Live,
                format!("{who} opened it by {} as {}", labels::channel(*channel), self.severity(severity)),
                Some(reason.clone()),
            )),
            ActivityKind::Replied { .. } => plain(format!("{who} replied")),
            ActivityKind::Noted { .. } => plain(format!("{who} wrote a note")),
            ActivityKind::Acknowledged => plain(format!("{who} acknowledged it")),
            ActivityKind::Reclassified { from, to, reason } if from == to => {
                Some((Tone::Calm, format!("{who} confirmed {}", self.severity(to)), Some(reason.clone())))
            }
            ActivityKind::Reclassified { from, to, reason } => Some((
                Tone::Soon,
                format!("{who} changed severity from {} to {}", self.severity(from), self.severity(to)),
                Some(reason.clone()),
            )),
            ActivityKind::SuggestionDismissed { severity, reason } => Some((
                Tone::Calm,
                format!("{who} set the suggestion {} aside", self.severity(severity)),
                Some(reason.clone()),
            )),
            ActivityKind::StatusChanged { from, to } => plain(format!(
                "{who} changed status from {} to {}",
                labels::status_for_staff(*from).label,
                labels::status_for_staff(*to).label
            )),
            ActivityKind::Assigned { to: Some(to), .. } => {
                plain(format!("{who} assigned it to {}", self.person(*to)))
            }
            ActivityKind::Assigned { to: None, .. } => plain(format!("{who} took it from its assignee")),
            ActivityKind::TeamAssigned { to: Some(to), .. } => {
                plain(format!("{who} gave it to the team {to}"))
            }
            ActivityKind::TeamAssigned { to: None, .. } => plain(format!("{who} took it from its team")),
            ActivityKind::Tagged { added, removed } => plain(format!("{who} {}", tagged(added, removed))),
            ActivityKind::MailReleased { reason } => Some((
                Tone::Soon,
                format!("{who} let in a mail that had been held back"),
                Some(reason.clone()),
            )),
            ActivityKind::WatcherAdded { person_id } => {
                plain(format!("{who} added {} as a watcher", self.person(*person_id)))
            }
            ActivityKind::WatcherRemoved { person_id } => {
                plain(format!("{who} took {} off the watchers", self.person(*person_id)))
            }
            ActivityKind::Snoozed { until, reason } => Some((
                Tone::Calm,
                format!("{who} put it away until {}", Moment::new(*until, self.now, self.zone).spoken),
                Some(reason.clone()),
            )),
            ActivityKind::SnoozeEnded { cause } => plain(match cause {
                WakeCause::Person => format!("{who} brought it back"),
                cause => format!("It came back: {}", labels::wake_cause(*cause)),
            }),
            ActivityKind::PageTaken => Some((Tone::Ok, format!("{who} took the page"), None)),
            ActivityKind::Escalated { reason, told } => Some((
                Tone::Late,
                format!("{who} escalated it; told: {}", told.join(", ")),
                Some(reason.clone()),
            )),
            ActivityKind::BreachExcused { clock, due, cause, evidence } => Some((
                Tone::Soon,
                format!("{who} excused the missed {}{}", labels::clock(*clock), self.was_due(*due)),
                Some(format!("{cause}; shown by: {evidence}")),
            )),
            ActivityKind::ExcuseWithdrawn { clock, due } => plain(format!(
                "{who} took back the excuse for the missed {}{}",
                labels::clock(*clock),
                self.was_due(*due)
            )),
            ActivityKind::Rated { verdict: Verdict::Good } => {
                Some((Tone::Ok, format!("{who} is content with it"), None))
            }
            ActivityKind::Rated { verdict: Verdict::Bad } => {
                Some((Tone::Late, format!("{who} is not content with it"), None))
            }
            ActivityKind::Clock { fact } => self.fact(fact),
            ActivityKind::Notified { what, to, .. } => plain(format!("Sent {what} to {to}")),
            ActivityKind::DeliveryFailed { error, .. } => {
                Some((Tone::Late, "A notice could not be delivered".to_owned(), Some(error.clone())))
            }
            ActivityKind::DeliveryReported { what, recipient, outcome, reason, .. } => {
                let tone = match outcome {
                    DeliveryOutcome::Failed => Tone::Late,
                    DeliveryOutcome::Delayed => Tone::Soon,
                    DeliveryOutcome::Delivered => Tone::Ok,
                };
                Some((tone, outcome.in_words(recipient, *reason), Some(what.clone())))
            }
            ActivityKind::PagePassedOn { person_id, cause } => {
                let why = match cause {
                    PassCause::Away => "is away, as their mailbox answers",
                    PassCause::Undelivered => "could not be reached by mail",
                };
                Some((Tone::Soon, format!("{} {why}: the page went on", self.person(*person_id)), None))
            }
            ActivityKind::DeliveryUncertain { .. } => Some((
                Tone::Soon,
                "Uncertain: a notice may have been delivered twice".to_owned(),
                Some(
                    "It was handed over, but the answer got lost; a repeat has the same Message-ID."
                        .to_owned(),
                ),
            )),
            ActivityKind::MergedInto { ticket } => plain(format!("{who} merged it into #{ticket}")),
            ActivityKind::TookIn { ticket } => plain(format!("{who} merged #{ticket} into it")),
            ActivityKind::Unmerged { ticket } => plain(format!("{who} brought it back out of #{ticket}")),
            ActivityKind::GaveBack { ticket } => plain(format!("{who} took #{ticket} out of it again")),
            ActivityKind::Linked { ticket, relation } => {
                plain(format!("{who} noted: {} #{ticket}", labels::relation(*relation).to_lowercase()))
            }
            ActivityKind::Unlinked { ticket, relation } => {
                plain(format!("{who} took back: {} #{ticket}", labels::relation(*relation).to_lowercase()))
            }
            ActivityKind::HolidayProclaimed { date, name } => {
                plain(format!("{who} proclaimed {}, a holiday: {name}", date.format("%a %-d %b %Y")))
            }
            ActivityKind::HolidayWithdrawn { date } => {
                plain(format!("{who} withdrew the holiday of {}", date.format("%a %-d %b %Y")))
            }
            ActivityKind::FollowedUp { .. } => plain("A follow-up ticket was opened".to_owned()),
        }
    }

    fn fact(&self, fact: &Fact) -> Option<(Tone, String, Option<String>)> {
        let name = fact.clock.map_or("Clock", labels::clock);
        let due = fact.due.map(|due| Moment::new(due, self.now, self.zone).spoken).unwrap_or_default();
        let line = |tone, text: String| Some((tone, text, fact.why.clone()));
        match fact.what {
            What::Started => line(Tone::Live, format!("{name} clock started, due {due}")),
            What::HeldOver => line(Tone::Calm, format!("{name} held over to the next covered time")),
            What::Warned => line(Tone::Soon, format!("{name} nearly due ({due})")),
            What::Breached => line(Tone::Late, format!("{name} missed, was due {due}")),
            What::Met => line(Tone::Ok, format!("{name} met, was due {due}")),
            What::MetLate => line(Tone::Late, format!("{name} met late, was due {due}")),
            What::Paused => line(Tone::Calm, format!("{name} clock paused")),
            What::Resumed => line(Tone::Live, format!("{name} clock resumed, due {due}")),
            What::DueChanged => line(Tone::Calm, format!("{name} now due {due}")),
            What::Stopped => line(Tone::Calm, format!("{name} clock stopped")),
            What::Page => line(Tone::Soon, "On-call chain called".to_owned()),
            What::Email => None,
        }
    }

    fn was_due(&self, due: Option<Instant>) -> String {
        due.map(|due| format!(" that was due {}", Moment::new(due, self.now, self.zone).spoken))
            .unwrap_or_default()
    }

    fn person(&self, id: PersonId) -> String {
        self.people.get(&id).cloned().unwrap_or_else(|| "Somebody".to_owned())
    }

    fn severity(&self, code: &SeverityCode) -> String {
        SeverityMark::new(self.contract, code).name
    }
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
