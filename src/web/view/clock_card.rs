//! One clock of a ticket: where it stands, when it is due, why; for agents as a card, for customers as a sentence.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{Icon, Moment, Tone, labels, span};
use crate::sla::{ClockKind, ClockState, ClockView, Contract, Instant, Status, Timers};

/// One clock.
#[derive(Debug, Clone)]
pub struct ClockCard {
    /// Which.
    pub kind: ClockKind,
    /// Where it stands.
    pub state: ClockState,
    /// Its name as a heading.
    pub label: &'static str,
    /// How good or bad that is.
    pub tone: Tone,
    /// The sign of its state.
    pub icon: Icon,
    /// Its state in words: `due in 2 h 05 min`, `met`, `missed`.
    pub standing: String,
    /// When it is or was due.
    pub due: Option<Moment>,
    /// Whether it counts down now.
    pub is_counting: bool,
    /// Below how many milliseconds left it is worth a look.
    pub soon_millis: i64,
    /// How much of the time from start to due is gone, of 100; while it counts.
    pub gone: Option<i64>,
    /// What was promised, as the contract words it.
    pub target: Option<String>,
    /// When its time begins to count, if that is still to come.
    pub starts: Option<Moment>,
    /// When it was met or stopped.
    pub ended: Option<Moment>,
    /// How often it was missed.
    pub misses: usize,
    /// How the due instant came about, in words that a customer can follow.
    pub explanation: String,
}

/// What a customer reads about one promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseSentence {
    /// How good or bad it is.
    pub tone: Tone,
    /// The sign of its state.
    pub icon: Icon,
    /// `We owe you an answer by Mon 10:00.`
    pub text: String,
    /// The due instant with its zone, for whoever points at it.
    pub due: Option<Moment>,
    /// How it came about.
    pub explanation: String,
}

/// The clocks of a ticket as they stand now. Time that has passed since the last change is taken in first, so that the
/// page is right even in the moment before the worker has written a breach down.
#[must_use]
pub fn clock_cards(timers: &Timers, contract: &Contract, now: Instant, zone: Tz) -> Vec<ClockCard> {
    let mut present = timers.clone();
    present.advance(contract, now);
    let all = ClockKind::ALL.iter();
    all.map(|kind| ClockCard::new(*kind, present.clock(contract, *kind), now, zone)).collect()
}

impl ClockCard {
    /// Words one clock.
    #[must_use]
    pub fn new(kind: ClockKind, view: ClockView, now: Instant, zone: Tz) -> Self {
        let soon = soon(&view);
        let (tone, icon) = look(&view, now, soon);
        let moment = |at: Instant| Moment::new(at, now, zone);
        Self {
            kind,
            state: view.state,
            label: labels::clock(kind),
            tone,
            icon,
            standing: standing(&view, now),
            is_counting: view.state == ClockState::Running,
            soon_millis: soon.num_milliseconds(),
            gone: gone(&view, now),
            due: view.due.map(moment),
            target: view.target.as_ref().map(|target| labels::target_in_words(&target.to_string())),
            starts: view.held_over_until.filter(|start| *start > now).map(moment),
            ended: view.ended.map(moment),
            misses: view.misses,
            explanation: view.explanation,
        }
    }

    /// Whether there is anything to show: clocks without a promise and those not begun are left out of short lists.
    #[must_use]
    pub fn is_of_interest(&self) -> bool {
        !matches!(self.state, ClockState::NoTarget | ClockState::NotStarted)
    }

    /// Whether its promise was missed, whatever came after.
    #[must_use]
    pub fn was_missed(&self) -> bool {
        self.misses > 0
    }

    /// Whether it was missed before and runs again, so that the number of misses says something.
    #[must_use]
    pub fn counts_misses(&self) -> bool {
        self.kind == ClockKind::Update && self.misses > 0
    }

    /// The promise as its customer reads it; none where there is nothing to say.
    #[must_use]
    pub fn sentence(&self, status: Status) -> Option<PromiseSentence> {
        let due = self.due.as_ref().map(|due| due.spoken.clone()).unwrap_or_default();
        let ended = self.ended.as_ref().map(|ended| ended.spoken.clone()).unwrap_or_default();
        let owed = labels::owed(self.kind);
        let text = match (self.state, self.kind) {
            (ClockState::Running, _) if self.misses > 0 => {
                format!("We missed our last promise here. We owe you {owed} by {due}.")
            }
            (ClockState::Running, _) => match &self.starts {
                Some(starts) => format!("We owe you {owed} by {due}. The clock starts {}.", starts.spoken),
                None => format!("We owe you {owed} by {due}."),
            },
            (ClockState::Paused, _) => format!("We will owe you {owed} again once you have replied."),
            (ClockState::Breached, _) => {
                format!("We promised you {owed} by {due}, and missed it. We are sorry.")
            }
            (ClockState::Met, ClockKind::Respond) => format!("We answered {ended}, in time."),
            (ClockState::Met, ClockKind::Resolve) => format!("We resolved it {ended}, in time."),
            (ClockState::MetLate, ClockKind::Respond) => {
                format!("We answered {ended}; we had promised {due}. We are sorry.")
            }
            (ClockState::MetLate, ClockKind::Resolve) => {
                format!("We resolved it {ended}; we had promised {due}. We are sorry.")
            }
            _ => return None,
        };
        let is_over = !status.is_unresolved() && self.kind == ClockKind::Update;
        (!is_over).then(|| PromiseSentence {
            tone: self.tone,
            icon: self.icon,
            text,
            due: self.due.clone(),
            explanation: self.explanation.clone(),
        })
    }
}

/// A quarter of the time from start to due, but no more than four hours and no less than five minutes.
fn soon(view: &ClockView) -> TimeDelta {
    let whole = view.due.zip(view.started).map_or(TimeDelta::zero(), |(due, started)| due - started);
    (whole / 4).clamp(TimeDelta::minutes(5), TimeDelta::hours(4))
}

fn look(view: &ClockView, now: Instant, soon: TimeDelta) -> (Tone, Icon) {
    match view.state {
        ClockState::Running if view.due.is_some_and(|due| due - now < soon) => (Tone::Soon, Icon::Clock),
        ClockState::Running => (Tone::Live, Icon::Clock),
        ClockState::Paused => (Tone::Calm, Icon::Pause),
        ClockState::Breached => (Tone::Late, Icon::Cross),
        ClockState::Met => (Tone::Ok, Icon::Check),
        ClockState::MetLate => (Tone::Late, Icon::Check),
        ClockState::NotStarted | ClockState::Stopped | ClockState::NoTarget => (Tone::Calm, Icon::Dash),
    }
}

fn standing(view: &ClockView, now: Instant) -> String {
    let late = |until: Instant| view.due.map(|due| span(until - due)).unwrap_or_default();
    match view.state {
        ClockState::NotStarted => "not started".to_owned(),
        ClockState::Running => view.due.map(|due| span(due - now)).unwrap_or_default(),
        ClockState::Paused => "paused".to_owned(),
        ClockState::Breached => format!("{} late", late(now)),
        ClockState::Met => "met".to_owned(),
        ClockState::MetLate => format!("met {} late", late(view.ended.unwrap_or(now))),
        ClockState::Stopped => "stopped".to_owned(),
        ClockState::NoTarget => "nothing promised".to_owned(),
    }
}

fn gone(view: &ClockView, now: Instant) -> Option<i64> {
    let (ClockState::Running, Some(started), Some(due)) = (view.state, view.started, view.due) else {
        return None;
    };
    let whole = (due - started).num_seconds().max(1);
    Some(((now - started).num_seconds().clamp(0, whole) * 100) / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::{Arrival, Author, Channel, Event, SeverityCode, shipped};

    fn dms() -> Contract {
        let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
        Contract::parse(source, &|name| Err(format!("no file {name}"))).unwrap()
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn opened(severity: &str, arrival: &str) -> (Contract, Timers) {
        let contract = dms();
        let arrival = Arrival {
            at: at(arrival),
            channel: Channel::Portal,
            severity: SeverityCode::new(severity),
            suggested: None,
        };
        let (timers, _) = Timers::open(&contract, arrival);
        (contract, timers)
    }

    #[track_caller]
    fn check(contract: &Contract, timers: &Timers, now: &str, sentences: &[&str]) {
        let cards = clock_cards(timers, contract, at(now), contract.calendar().time_zone());
        let found: Vec<String> = cards
            .iter()
            .filter_map(|card| card.sentence(timers.status()))
            .map(|sentence| sentence.text)
            .collect();
        assert_eq!(found, sentences, "at {now}");
    }

    #[test]
    fn a_customer_reads_what_is_owed_from_arrival_to_a_missed_promise() {
        let (contract, mut timers) = opened("Critical", "2026-11-21T22:00:00Z");
        check(
            &contract,
            &timers,
            "2026-11-21T22:00:00Z",
            &["We owe you an answer by Mon 10:00. The clock starts Mon 09:00."],
        );
        check(&contract, &timers, "2026-11-23T09:30:00Z", &["We owe you an answer by 10:00 today."]);
        check(
            &contract,
            &timers,
            "2026-11-23T10:10:00Z",
            &[
                "We promised you an answer by 10:00 today, and missed it. We are sorry.",
                "We owe you an update by 10:30 today.",
            ],
        );
        timers.apply(&contract, at("2026-11-23T10:12:00Z"), Event::Reply(Author::Agent));
        check(
            &contract,
            &timers,
            "2026-11-23T10:12:00Z",
            &[
                "We answered 10:12 today; we had promised 10:00 today. We are sorry.",
                "We owe you an update by 10:42 today.",
            ],
        );
        timers.apply(&contract, at("2026-11-23T10:20:00Z"), Event::SetStatus(Status::WaitingOnCustomer));
        check(
            &contract,
            &timers,
            "2026-11-23T11:00:00Z",
            &[
                "We answered 10:12 today; we had promised 10:00 today. We are sorry.",
                "We will owe you an update again once you have replied.",
            ],
        );
        timers.apply(&contract, at("2026-11-23T11:20:00Z"), Event::SetStatus(Status::Resolved));
        check(
            &contract,
            &timers,
            "2026-11-23T12:00:00Z",
            &["We answered 10:12 today; we had promised 10:00 today. We are sorry."],
        );
    }

    #[test]
    fn an_agent_sees_how_much_is_left_and_how_late() {
        let (contract, timers) = opened("High", "2026-11-23T10:00:00Z");
        for (now, standing, tone, gone) in [
            ("2026-11-23T10:00:00Z", "4 h 00 min", Tone::Live, Some(0)),
            ("2026-11-23T12:00:00Z", "2 h 00 min", Tone::Live, Some(50)),
            ("2026-11-23T13:50:30Z", "9:30", Tone::Soon, Some(96)),
            ("2026-11-23T15:05:00Z", "1 h 05 min late", Tone::Late, None),
        ] {
            let cards = clock_cards(&timers, &contract, at(now), chrono_tz::UTC);
            let respond = &cards[0];
            assert_eq!(
                (respond.standing.as_str(), respond.tone, respond.gone),
                (standing, tone, gone),
                "{now}"
            );
        }
    }
}
