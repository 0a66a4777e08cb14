//! Maintenance: why, when, and how it is announced.

use super::Period;
use crate::sla::{contract::reader::Value, words::words};

words! {
    /// Why a service is taken down on purpose.
    pub enum MaintenanceKind {
        /// Work planned ahead.
        Scheduled = "scheduled",
        /// Routine that comes again and again.
        Regular = "regular",
        /// Work that can't wait.
        Emergency = "emergency",
        /// Trials of the failover.
        FailoverTest = "failover_test",
    }
}

words! {
    /// When maintenance is done.
    pub enum MaintenanceTime {
        /// Always outside office hours.
        OutsideOfficeHours = "outside_office_hours",
        /// Outside office hours where possible.
        OutsideOfficeHoursIfPossible = "outside_office_hours_if_possible",
        /// At any time.
        AnyTime = "any_time",
    }
}

/// What a contract says about one kind of maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// The kind.
    pub kind: MaintenanceKind,
    /// How long ahead it is announced, at least; `None` if it may come unannounced.
    pub notice: Option<Period>,
    /// Work announced later than this counts as this kind.
    pub notice_below: Option<Period>,
    /// When it is done.
    pub time: MaintenanceTime,
    /// It comes at most once in so long.
    pub at_most_once_in: Option<Period>,
    /// More about it, in the agreement's words.
    pub note: Option<String>,
}

impl Maintenance {
    pub(super) fn read(value: &Value<'_>) -> Option<Maintenance> {
        let table = value.table()?;
        let kind = table.required("kind", Value::parse);
        let notice = table.optional("notice", Value::parse);
        let notice_below = table.optional("notice_below", Value::parse);
        let time = table.or("time", MaintenanceTime::AnyTime, Value::parse);
        let at_most_once_in = table.optional("at_most_once_in", Value::parse);
        let note = table.optional("note", Value::words);
        table.finish();
        Some(Maintenance {
            kind: kind?,
            notice: notice?,
            notice_below: notice_below?,
            time: time?,
            at_most_once_in: at_most_once_in?,
            note: note?,
        })
    }
}
