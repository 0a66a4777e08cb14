//! Figures for Prometheus: requests, clocks, mail in and out, what waits, how each check stands.

use std::fmt::Write as _;
use std::sync::atomic::AtomicU64;

use chrono::TimeDelta;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::Health;
use crate::domain::{Condition, VitalSigns};
use crate::sla::Instant;

/// Upper bounds of request times, in seconds.
const REQUEST_SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Upper bounds of how late a clock was moved, in seconds; two seconds is what we promise ourselves.
const LATENESS_SECONDS: [f64; 10] = [0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 10.0, 60.0, 3600.0];

/// The figures of this process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_seconds: Histogram,
    timer_lateness_seconds: Histogram,
    clocks_moved: Counter,
    mail_out: Family<Outcome, Counter>,
    mail_in: Family<Outcome, Counter>,
    webhook_out: Family<Outcome, Counter>,
    waiting: Family<Waiting, Gauge>,
    behind_seconds: Family<Waiting, Gauge<f64, AtomicU64>>,
    checks: Family<CheckName, Gauge>,
    database_up: Gauge,
    resident_bytes: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waiting {
    what: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CheckName {
    check: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("punctual");
        let metrics = Self {
            requests: Family::default(),
            request_seconds: Histogram::new(REQUEST_SECONDS),
            timer_lateness_seconds: Histogram::new(LATENESS_SECONDS),
            clocks_moved: Counter::default(),
            mail_out: Family::default(),
            mail_in: Family::default(),
            webhook_out: Family::default(),
            waiting: Family::default(),
            behind_seconds: Family::default(),
            checks: Family::default(),
            database_up: Gauge::default(),
            resident_bytes: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("http_requests", "Requests answered, by route pattern", metrics.requests.clone());
        registry.register("http_request_seconds", "How long answers took", metrics.request_seconds.clone());
        registry.register(
            "timer_lateness_seconds",
            "How long after its instant the earliest due clock of a batch was moved",
            metrics.timer_lateness_seconds.clone(),
        );
        registry.register(
            "tickets_advanced",
            "Tickets whose clocks were moved",
            metrics.clocks_moved.clone(),
        );
        registry.register("mail_out", "Tries to send a notice, by outcome", metrics.mail_out.clone());
        registry.register("mail_in", "Mails read, by what became of them", metrics.mail_in.clone());
        registry.register("webhook_out", "Tries to post an event, by outcome", metrics.webhook_out.clone());
        registry.register("waiting", "What waits in the database", metrics.waiting.clone());
        registry.register(
            "behind_seconds",
            "How long the oldest has been due",
            metrics.behind_seconds.clone(),
        );
        registry.register("check", "Health checks: 0 well, 1 warning, 2 failing", metrics.checks.clone());
        registry.register(
            "database_up",
            "Whether the database answers and takes writes",
            metrics.database_up.clone(),
        );
        registry.register(
            "resident_bytes",
            "Resident memory of this process",
            metrics.resident_bytes.clone(),
        );
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// A request was answered. `route` is its pattern, never its path.
    pub fn request(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let labels = Request { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.request_seconds.observe(seconds);
    }

    /// Clocks were moved, the earliest of them so long after its instant.
    pub fn clocks_moved(&self, late_by: TimeDelta, tickets: usize) {
        self.timer_lateness_seconds.observe(seconds(late_by));
        self.clocks_moved.inc_by(u64::try_from(tickets).unwrap_or(0));
    }

    /// A notice was tried: `sent`, `retried`, `uncertain`, `failed`, or `taken over` by another node.
    pub fn mail_out(&self, outcome: &'static str) {
        self.mail_out.get_or_create(&Outcome { outcome }).inc();
    }

    /// A mail was read: `opened`, `joined`, `held`, `known` or `failed`.
    pub fn mail_in(&self, outcome: &'static str) {
        self.mail_in.get_or_create(&Outcome { outcome }).inc();
    }

    /// An event was posted to a webhook, which took it or did not.
    pub fn webhook_out(&self, is_taken: bool) {
        let outcome = if is_taken { "taken" } else { "refused" };
        self.webhook_out.get_or_create(&Outcome { outcome }).inc();
    }

    /// Everything in the text format of OpenMetrics, with what `health` found.
    #[must_use]
    pub fn text(&self, health: &Health) -> String {
        self.checks.clear();
        for check in &health.checks {
            let value = match check.condition {
                Condition::Well => 0,
                Condition::Warning => 1,
                Condition::Failing => 2,
            };
            self.checks.get_or_create(&CheckName { check: check.name.clone() }).set(value);
        }
        self.database_up.set(i64::from(health.signs.is_some()));
        if let Some(signs) = &health.signs {
            self.keep(signs, health.at);
        }
        if let Some(bytes) = resident_bytes() {
            self.resident_bytes.set(bytes);
        }
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            let _ = writeln!(text, "# the figures cannot be written");
        }
        text
    }

    fn keep(&self, signs: &VitalSigns, now: Instant) {
        for (what, count) in [
            ("open tickets", signs.open_tickets),
            ("notices", signs.notices_waiting),
            ("stuck tickets", signs.tickets_stuck),
            ("failed notices", signs.notices_failed),
            ("uncertain notices", signs.notices_uncertain),
            ("mails", signs.mails_waiting),
            ("failed mails", signs.mails_failed),
            ("held mails", signs.mails_held),
            ("deliveries", signs.deliveries_waiting),
            ("unchecked files and mails", signs.contents_unchecked),
        ] {
            self.waiting.get_or_create(&Waiting { what }).set(count);
        }
        for (what, due) in
            [("clocks", signs.next_wake), ("notices", signs.next_notice), ("mails", signs.next_mail)]
        {
            let late = due.map_or(TimeDelta::zero(), |due| (now - due).max(TimeDelta::zero()));
            self.behind_seconds.get_or_create(&Waiting { what }).set(seconds(late));
        }
    }
}

fn seconds(delta: TimeDelta) -> f64 {
    delta.to_std().unwrap_or_default().as_secs_f64()
}

/// From Linux's `/proc`; other systems have no such figure.
fn resident_bytes() -> Option<i64> {
    let pages: i64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    let page = i64::try_from(rustix::param::page_size()).ok()?;
    Some(pages * page)
}
