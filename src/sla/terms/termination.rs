//! Leaving an agreement early.

use super::Period;
use crate::sla::contract::reader::{Table, Value};

/// When the customer may leave the agreement early without a penalty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Termination {
    /// Each of these gives the right.
    pub rights: Vec<TerminationRight>,
    /// How long ahead notice is given.
    pub notice: Option<Period>,
    /// Whether fees for time not used are paid back.
    pub refunds_unused: bool,
    /// What must come with the notice.
    pub needs: Vec<String>,
}

/// One reason to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminationRight {
    /// Breaches in so many months in a row.
    ConsecutiveMonths(u32),
    /// So many breaches, or more, within any period of this length.
    Breaches {
        /// How many.
        count: u32,
        /// In how long.
        within: Period,
    },
    /// A change of the agreement that lowers the service.
    ServiceReduced,
}

impl Termination {
    pub(super) fn read(value: &Value<'_>) -> Option<Termination> {
        let table = value.table()?;
        let rights = table.required("rights", |rights| rights.list(|value| right(&value.table()?)));
        let notice = table.optional("notice", Value::parse);
        let refunds_unused = table.or("refunds_unused", false, Value::boolean);
        let needs = table.list("needs", Value::words);
        table.finish();
        Some(Termination { rights: rights?, notice: notice?, refunds_unused: refunds_unused?, needs: needs? })
    }
}

fn right(table: &Table<'_>) -> Option<TerminationRight> {
    let months = table.optional("consecutive_months", |value| value.number(1..=120));
    let breaches = table.optional("breaches", |value| value.number(1..=10_000));
    let within = table.optional("within", Value::parse);
    let reduced = table.or("service_reduced", false, Value::boolean);
    table.finish();
    match (months?, breaches?, within?, reduced?) {
        (Some(months), None, None, false) => Some(TerminationRight::ConsecutiveMonths(months)),
        (None, Some(count), Some(within), false) => Some(TerminationRight::Breaches { count, within }),
        (None, None, None, true) => Some(TerminationRight::ServiceReduced),
        _ => table.fault(
            "write one of { consecutive_months = 3 }, { breaches = 4, within = \"6 months\" } and { service_reduced = true }",
        ),
    }
}
