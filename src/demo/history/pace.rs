//! When the next beat comes: mostly in time for what was promised, sometimes not.

use chrono::TimeDelta;
use rand::Rng;
use rand::rngs::StdRng;

use super::beat::Beat;
use super::life::Life;
use crate::domain::Ticket;
use crate::sla::{Band, Calendar, ClockKind, ClockState, Coverage, Instant, Severity};

/// The share of first answers that come in time, and of those after them.
const ANSWERED_IN_TIME: f64 = 0.88;
const UPDATED_IN_TIME: f64 = 0.94;

/// How long a resolved ticket waits for an objection before it is closed.
const OBJECTION: TimeDelta = TimeDelta::days(7);

/// When a beat comes, at or after `at`, for a ticket as it stands then.
pub(super) fn when(
    beat: &Beat,
    life: &Life<'_>,
    ticket: &Ticket,
    at: Instant,
    random: &mut StdRng,
) -> Instant {
    let calendar = life.customer.contract.calendar();
    let due = |clocks: &[ClockKind]| next_due(life, ticket, clocks);
    let mut minutes = |from: i64, to: i64| TimeDelta::seconds(random.random_range(from * 60..to * 60));
    match beat {
        Beat::Arrive => life.arrives_at,
        Beat::TakePage => {
            let is_awake = minutes(0, 10) < TimeDelta::minutes(7);
            at + if is_awake { minutes(2, 13) } else { minutes(17, 45) }
        }
        Beat::Triage if ticket.assignee_id.is_some() => at + minutes(3, 12),
        Beat::Triage => later(calendar, at, minutes(5, 60)),
        Beat::Note | Beat::Reclassify(..) => at_work(calendar, at, minutes(4, 30)),
        Beat::Reply(_) => later(calendar, at, minutes(40, 540)),
        Beat::Close => later(calendar, at + OBJECTION, minutes(0, 45)),
        Beat::Assign => match due(&[ClockKind::Respond]) {
            Some(due) if due > at => in_time(calendar, at, due, random.random_range(0.03..0.3)),
            _ => later(calendar, at, minutes(10, 180)),
        },
        Beat::Acknowledge | Beat::Answer => {
            let due = due(&[ClockKind::Respond]).or_else(|| due(&[ClockKind::Update]));
            towards(life, at, due, ANSWERED_IN_TIME, random)
        }
        Beat::Ask | Beat::Update(_) | Beat::Resolve => {
            towards(life, at, due(&[ClockKind::Update, ClockKind::Resolve]), UPDATED_IN_TIME, random)
        }
    }
}

/// The earliest due instant of clocks that run or have run out.
fn next_due(life: &Life<'_>, ticket: &Ticket, clocks: &[ClockKind]) -> Option<Instant> {
    let views = clocks.iter().map(|kind| ticket.timers.clock(&life.customer.contract, *kind));
    views
        .filter(|view| matches!(view.state, ClockState::Running | ClockState::Breached))
        .filter_map(|view| view.due)
        .min()
}

/// In time for a promise, or some time after it; where nothing is promised, when it suits.
fn towards(
    life: &Life<'_>,
    at: Instant,
    due: Option<Instant>,
    in_time_share: f64,
    random: &mut StdRng,
) -> Instant {
    let calendar = life.customer.contract.calendar();
    match due {
        None => unhurried(life, at, random),
        Some(due) if due <= at => at_work(calendar, at, TimeDelta::minutes(random.random_range(3..35))),
        Some(due) if random.random_bool(in_time_share) => {
            in_time(calendar, at, due, random.random_range(0.12..0.92))
        }
        Some(due) => {
            let share = random.random_range(0.1..0.6);
            let late = scaled(counted(calendar, at, due), share);
            at_work(calendar, due, late.clamp(TimeDelta::minutes(3), TimeDelta::hours(5)))
        }
    }
}

/// Where nothing is promised: the more severe, the sooner all the same.
fn unhurried(life: &Life<'_>, at: Instant, random: &mut StdRng) -> Instant {
    let contract = &life.customer.contract;
    let minutes = match contract.severity(life.story.severity()).map(Severity::rank) {
        Some(0) => 12..50,
        Some(1) => 45..240,
        _ => 60..600,
    };
    at_work(contract.calendar(), at, TimeDelta::minutes(random.random_range(minutes)))
}

/// At a share of the time until a due instant: of its office hours, where it has any worth mentioning.
fn in_time(calendar: &Calendar, at: Instant, due: Instant, share: f64) -> Instant {
    let open = calendar.elapsed(Coverage::OFFICE_HOURS, at, due);
    if open < TimeDelta::minutes(5) {
        return at + scaled(due - at, share);
    }
    later(calendar, at, scaled(open, share)).min(due)
}

/// The time until a due instant in which people work: its office hours, or all of it where it has none.
fn counted(calendar: &Calendar, at: Instant, due: Instant) -> TimeDelta {
    let open = calendar.elapsed(Coverage::OFFICE_HOURS, at, due);
    if open.is_zero() { due - at } else { open }
}

/// After some office time.
fn later(calendar: &Calendar, at: Instant, amount: TimeDelta) -> Instant {
    calendar.advance(Coverage::OFFICE_HOURS, at, amount).unwrap_or(at + amount)
}

/// After some time at work: at night, whoever is awake stays awake.
fn at_work(calendar: &Calendar, at: Instant, amount: TimeDelta) -> Instant {
    if calendar.band(at) == Band::OfficeHours { later(calendar, at, amount) } else { at + amount }
}

fn scaled(amount: TimeDelta, share: f64) -> TimeDelta {
    // A share of some weeks in milliseconds is far below what an f64 holds exactly.
    TimeDelta::milliseconds((amount.num_milliseconds() as f64 * share) as i64)
}
