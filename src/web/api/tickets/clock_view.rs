//! The clocks of a ticket, as they stand at the request's instant.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::sla::{ClockKind, ClockState, ClockView, Contract, Instant, SeverityCode, Timers};

/// One clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockLine {
    /// Where it stands.
    pub state: ClockState,
    /// The event that last started it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it falls due, or fell due; null while it is paused, and where nothing is promised.
    pub due_at: Option<DateTime<Utc>>,
    /// When its time begins to count, where it was held over.
    pub held_over_until: Option<DateTime<Utc>>,
    /// Since when it stands still.
    pub paused_since: Option<DateTime<Utc>>,
    /// When it was met or stopped.
    pub ended_at: Option<DateTime<Utc>>,
    /// The due instant last missed.
    pub breached_at: Option<DateTime<Utc>>,
    /// How many due instants were missed; more than one only for updates.
    pub misses: usize,
    /// The severity whose promise sets the due instant; it may be one that the ticket held before.
    pub severity: Option<SeverityCode>,
    /// That promise as the agreement words it: `4h`, `1 business day`.
    pub target: Option<String>,
    /// How the due instant came about, in words that a customer can follow.
    pub explanation: String,
}

/// The three clocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clocks {
    /// Until the first answer.
    pub respond: ClockLine,
    /// From one answer to the next.
    pub update: ClockLine,
    /// Until the ticket is resolved.
    pub resolve: ClockLine,
}

impl Clocks {
    /// The clocks at an instant. What fell due by then shows as missed, also where the worker has not looked yet.
    #[must_use]
    pub fn at(timers: &Timers, contract: &Contract, now: Instant) -> Self {
        let mut timers = timers.clone();
        let _ = timers.advance(contract, now);
        let line = |kind| ClockLine::of(timers.clock(contract, kind));
        Self {
            respond: line(ClockKind::Respond),
            update: line(ClockKind::Update),
            resolve: line(ClockKind::Resolve),
        }
    }
}

impl ClockLine {
    fn of(view: ClockView) -> Self {
        Self {
            state: view.state,
            started_at: view.started,
            due_at: view.due,
            held_over_until: view.held_over_until,
            paused_since: view.paused_since,
            ended_at: view.ended,
            breached_at: view.breached,
            misses: view.misses,
            severity: view.severity,
            target: view.target.map(|target| target.to_string()),
            explanation: view.explanation,
        }
    }
}
