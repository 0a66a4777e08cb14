//! The pure heart: what a contract says, and what the clocks do.
//!
//! Nothing here reads a clock, a file or a row. Time is told by a [`Contract`]'s [`Calendar`], which puts every instant
//! in one [`Band`]; a [`Severity`] is served in some bands, and promises a [`Target`] for each clock;
//! [`Contract::promise`] puts them together.

mod band;
mod calendar;
mod classification;
mod classify;
mod clock_kind;
mod contract;
mod coverage;
mod escalation;
mod explain;
mod instant;
mod length;
mod promise;
mod rules;
mod severity;
mod severity_code;
mod share;
mod target;
mod templates;
pub mod terms;
mod timers;
mod words;

pub use band::Band;
pub use calendar::{Calendar, LAST_EXPLICIT_YEAR, OfficeHours, Span};
pub use classification::{Affected, Answers, ClassificationRule, Impact, Workaround};
pub use classify::{Suggestion, classify};
pub use clock_kind::ClockKind;
pub use contract::{Contract, Fault, Faults};
pub use coverage::Coverage;
pub use escalation::{Escalation, EscalationStep, PageTarget};
pub use instant::{Instant, format_instant, parse_instant};
pub use length::{format_length, parse_length};
pub use promise::Promise;
pub use rules::{BusinessDayRule, HoldOver, Reclassify, ResponseMetBy};
pub use severity::Severity;
pub use severity_code::SeverityCode;
pub use share::Share;
pub use target::Target;
pub use templates::shipped;
pub use timers::{
    Arrival, Audience, Author, Channel, ClockState, ClockView, Event, Fact, MovedClock, PageView, Status,
    Timers, What,
};
