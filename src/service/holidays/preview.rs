//! What a change of the holidays would move.

use std::collections::HashMap;
use std::sync::Arc;

use super::HolidayChange;
use super::plan::Plan;
use crate::domain::{ContractVersionId, Person, TicketNumber, Viewer};
use crate::service::{Context, ServiceError};
use crate::sla::{Contract, MovedClock, Status};
use crate::store::ticket::TicketFilter;
use crate::store::{self, Connection};

/// A ticket some of whose running clocks fall due at another instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedTicket {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// The clocks that move.
    pub clocks: Vec<MovedClock>,
}

/// Says which running clocks a change of an agreement's holidays would move, in the order of the tickets. Writes
/// nothing.
///
/// # Errors
/// As [`proclaim_holiday`](super::proclaim_holiday) and [`withdraw_holiday`](super::withdraw_holiday).
pub fn preview_holiday(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    contract_key: &str,
    change: HolidayChange,
) -> Result<Vec<MovedTicket>, ServiceError> {
    let plan = Plan::make(c, cx, by, contract_key, change)?;
    let mut versions: HashMap<ContractVersionId, (Arc<Contract>, Contract)> = HashMap::new();
    for (version, _) in store::ticket::versions_kept(c, contract_key)? {
        let before = cx.contracts.get(c, version)?;
        let after = before.with_proclaimed(plan.days.clone());
        versions.insert(version, (before, after));
    }
    let filter = TicketFilter {
        status: vec![Status::Open, Status::WaitingOnCustomer],
        contract_key: Some(contract_key.to_owned()),
        ..TicketFilter::default()
    };
    let mut moved = Vec::new();
    store::ticket::each(c, Viewer::of(by), &filter, |ticket| {
        let Some((before, after)) = versions.get(&ticket.contract_version_id) else { return };
        let clocks = ticket.timers.moved_by(before, after);
        if !clocks.is_empty() {
            moved.push(MovedTicket { number: ticket.number, subject: ticket.subject, clocks });
        }
    })?;
    Ok(moved)
}
