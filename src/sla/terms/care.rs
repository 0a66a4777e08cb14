//! How the provider looks after the data, and tells of what happens to it.

use chrono::TimeDelta;

use super::Period;
use crate::sla::{contract::reader::Value, parse_length};

/// How soon the service is back, and how much may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Until the service is restored after it went away, in elapsed time.
    pub time: TimeDelta,
    /// How far back the restored data may reach, in elapsed time.
    pub point: TimeDelta,
}

/// How data is backed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backups {
    /// How often.
    pub every: Period,
    /// How long each is kept.
    pub keep: Period,
    /// Whether they lie in another place than the service.
    pub elsewhere: bool,
}

/// What the customer is told during and after incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incidents {
    /// How soon the customer is told of a security incident.
    pub notice: Option<Period>,
    /// When that notice is owed, in the agreement's words.
    pub notice_when: Option<String>,
    /// How the customer is kept informed.
    pub channels: Vec<String>,
    /// What is said after an incident.
    pub summary: Option<String>,
}

/// How data is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// The cipher for stored data: "AES-256".
    pub at_rest: Option<String>,
    /// The protocol for data on its way: "TLS 1.2+".
    pub in_transit: Option<String>,
    /// Other measures.
    pub measures: Vec<String>,
}

impl Recovery {
    pub(super) fn read(value: &Value<'_>) -> Option<Recovery> {
        let table = value.table()?;
        let time = table.required("time", |value| value.parse_with(parse_length));
        let point = table.required("point", |value| value.parse_with(parse_length));
        table.finish();
        Some(Recovery { time: time?, point: point? })
    }
}

impl Backups {
    pub(super) fn read(value: &Value<'_>) -> Option<Backups> {
        let table = value.table()?;
        let every = table.required("every", Value::parse);
        let keep = table.required("keep", Value::parse);
        let elsewhere = table.or("elsewhere", false, Value::boolean);
        table.finish();
        Some(Backups { every: every?, keep: keep?, elsewhere: elsewhere? })
    }
}

impl Incidents {
    pub(super) fn read(value: &Value<'_>) -> Option<Incidents> {
        let table = value.table()?;
        let notice = table.optional("notice", Value::parse);
        let notice_when = table.optional("notice_when", Value::words);
        let channels = table.list("channels", Value::words);
        let summary = table.optional("summary", Value::words);
        table.finish();
        Some(Incidents { notice: notice?, notice_when: notice_when?, channels: channels?, summary: summary? })
    }
}

impl Security {
    pub(super) fn read(value: &Value<'_>) -> Option<Security> {
        let table = value.table()?;
        let at_rest = table.optional("at_rest", Value::words);
        let in_transit = table.optional("in_transit", Value::words);
        let measures = table.list("measures", Value::words);
        table.finish();
        Some(Security { at_rest: at_rest?, in_transit: in_transit?, measures: measures? })
    }
}
