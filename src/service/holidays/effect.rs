//! What a change of the holidays moves: found first, and shown or done.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Datelike;
use serde_json::json;

use super::HolidayChange;
use crate::domain::{
    ActivityKind, Actor, AuditAction, ContractVersionId, Person, Ticket, TicketId, TicketNumber, Viewer,
};
use crate::service::administration::{clean_name, require_admin};
use crate::service::work::Work;
use crate::service::{Context, ServiceError, audit};
use crate::sla::{Contract, LAST_EXPLICIT_YEAR, MovedClock, Status};
use crate::store::ticket::TicketFilter;
use crate::store::{self, Connection};

/// A ticket some of whose running clocks fall due at another instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedTicket {
    /// Its id.
    pub id: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// The clocks that move; none where only a warning does.
    pub clocks: Vec<MovedClock>,
    version: ContractVersionId,
}

/// One version of the agreement before and after.
struct Change {
    before: Arc<Contract>,
    after: Arc<Contract>,
}

/// A change that is allowed, with what it moves.
pub(super) struct Effect {
    pub(super) change: HolidayChange,
    versions: HashMap<ContractVersionId, Change>,
    in_force: ContractVersionId,
    moved: Vec<MovedTicket>,
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
    let mut moved = Effect::find(c, cx, by, contract_key, change)?.moved;
    moved.retain(|ticket| !ticket.clocks.is_empty());
    Ok(moved)
}

impl Effect {
    /// Looks at a change, and at every unresolved ticket of the agreement.
    pub(super) fn find(
        c: &mut Connection,
        cx: &Context,
        by: &Person,
        contract_key: &str,
        change: HolidayChange,
    ) -> Result<Self, ServiceError> {
        require_admin(by)?;
        let versions = store::contract::list_versions(c, contract_key)?;
        let last = versions.last().ok_or(ServiceError::NotFound("contract"))?.id;
        let in_force = store::contract::id_in_force(c, contract_key, cx.now)?.unwrap_or(last);
        let contract = cx.contracts.get(c, in_force)?;
        let mut days = store::holiday::standing(c)?.remove(contract_key).unwrap_or_default();
        refuse_if_begun(&contract, cx, &change)?;
        refuse_beyond_reach(change.date())?;
        let change = match change {
            HolidayChange::Proclaim(date, name) => {
                refuse_if_holiday(&contract, date)?;
                let name = clean_name(&name)?;
                days.insert(date, name.clone());
                HolidayChange::Proclaim(date, name)
            }
            HolidayChange::Withdraw(date) => {
                days.remove(&date).ok_or(ServiceError::NotFound("holiday"))?;
                HolidayChange::Withdraw(date)
            }
        };
        let mut changes = HashMap::new();
        for version in versions {
            let before = cx.contracts.get(c, version.id)?;
            let after = Arc::new(before.with_proclaimed(days.clone()));
            changes.insert(version.id, Change { before, after });
        }
        let moved = moved(c, by, contract_key, &changes)?;
        Ok(Self { change, versions: changes, in_force, moved })
    }

    /// Moves the clocks of every ticket that is touched, with an entry in its history, and writes the audit log.
    pub(super) fn settle(
        self,
        c: &mut Connection,
        cx: &Context,
        by: &Person,
        contract_key: &str,
    ) -> Result<(), ServiceError> {
        for ticket in &self.moved {
            let Some(version) = self.versions.get(&ticket.version) else { continue };
            let mut work = Work::load_as(c, cx, Actor::Person(by.id), ticket.id)?;
            work.change_calendar(Arc::clone(&version.after), self.entry())?;
            work.finish()?;
        }
        let action = match self.change {
            HolidayChange::Proclaim(..) => AuditAction::HolidayProclaimed,
            HolidayChange::Withdraw(_) => AuditAction::HolidayWithdrawn,
        };
        let detail = json!({ "key": contract_key, "date": self.change.date(), "tickets": self.moved.len() });
        audit(c, cx, by, action, self.in_force, &detail)
    }

    fn entry(&self) -> ActivityKind {
        match &self.change {
            HolidayChange::Proclaim(date, name) => {
                ActivityKind::HolidayProclaimed { date: *date, name: name.clone() }
            }
            HolidayChange::Withdraw(date) => ActivityKind::HolidayWithdrawn { date: *date },
        }
    }
}

/// A day that has begun is what it was: clocks have counted in it, and people have relied on it.
fn refuse_if_begun(contract: &Contract, cx: &Context, change: &HolidayChange) -> Result<(), ServiceError> {
    if change.date() > contract.calendar().local_date(cx.now) {
        return Ok(());
    }
    Err(ServiceError::invalid(
        "date",
        match change {
            HolidayChange::Proclaim(..) => {
                "Choose a day after today: clocks have counted in days that have begun. What was missed by a day that was \
                 proclaimed too late can be excused on the board."
            }
            HolidayChange::Withdraw(_) => {
                "This day has begun, so it stays a holiday: clocks have stood still in it."
            }
        },
    ))
}

/// Calendars name days up to a year, and compute nothing from those of later ones.
fn refuse_beyond_reach(date: chrono::NaiveDate) -> Result<(), ServiceError> {
    match date.year() <= LAST_EXPLICIT_YEAR {
        true => Ok(()),
        false => {
            Err(ServiceError::invalid("date", format!("Choose a day before {}.", LAST_EXPLICIT_YEAR + 1)))
        }
    }
}

fn refuse_if_holiday(contract: &Contract, date: chrono::NaiveDate) -> Result<(), ServiceError> {
    match contract.calendar().holiday(date) {
        None => Ok(()),
        Some(name) => Err(ServiceError::invalid("date", format!("This day is a holiday already: {name}."))),
    }
}

/// Every unresolved ticket of the agreement of which something is due at another instant.
fn moved(
    c: &mut Connection,
    by: &Person,
    contract_key: &str,
    versions: &HashMap<ContractVersionId, Change>,
) -> Result<Vec<MovedTicket>, ServiceError> {
    let filter = TicketFilter {
        status: vec![Status::Open, Status::WaitingOnCustomer],
        contract_key: Some(contract_key.to_owned()),
        ..TicketFilter::default()
    };
    let mut moved = Vec::new();
    store::ticket::each(c, Viewer::of(by), &filter, |ticket| {
        moved.extend(versions.get(&ticket.contract_version_id).and_then(|version| version.moves(ticket)));
    })?;
    Ok(moved)
}

impl Change {
    fn moves(&self, ticket: Ticket) -> Option<MovedTicket> {
        let clocks = ticket.timers.moved_by(&self.before, &self.after);
        let wakes_alike = ticket.timers.next_wake(&self.before) == ticket.timers.next_wake(&self.after);
        (!clocks.is_empty() || !wakes_alike).then_some(MovedTicket {
            id: ticket.id,
            number: ticket.number,
            subject: ticket.subject,
            clocks,
            version: ticket.contract_version_id,
        })
    }
}
