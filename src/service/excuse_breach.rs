//! A manager excuses a breach, or takes the excuse back. The breach stays; both figures stay visible.

use serde_json::json;

use super::administration::require_manager;
use super::work::Work;
use super::{Context, ServiceError, audit, both};
use crate::domain::{
    ActivityKind, AuditAction, Excuse, Person, PromiseId, PromiseOutcome, PromiseRecord, Viewer,
};
use crate::store::{self, Connection};

/// Characters of a cause, and of the evidence, at most.
const LONGEST_CAUSE: usize = 200;
const LONGEST_EVIDENCE: usize = 2000;

/// Excuses a broken promise. Whoever does it stands for it by name.
///
/// # Errors
/// [`ServiceError::Forbidden`] below a manager, [`ServiceError::NotFound`] for a promise that is not broken,
/// [`ServiceError::Invalid`] without a cause or evidence, [`ServiceError::Conflict`] where it is excused already.
pub fn excuse_breach(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    promise: PromiseId,
    cause: &str,
    evidence: &str,
) -> Result<(), ServiceError> {
    let broken = broken(c, by, promise)?;
    let (cause, evidence) =
        both(given("cause", cause, LONGEST_CAUSE), given("evidence", evidence, LONGEST_EVIDENCE))?;
    let excuse = Excuse { promise_id: promise, cause, evidence, excused_by: by.id, excused_at: cx.now };
    if !store::excuse::insert(c, &excuse)? {
        return Err(ServiceError::Conflict("This breach is excused already.".to_owned()));
    }
    let (clock, due) = (broken.clock, broken.due_at);
    let mut work = Work::load(c, cx, Viewer::of(by), broken.ticket_id)?;
    work.log(ActivityKind::BreachExcused { clock, due, cause: excuse.cause, evidence: excuse.evidence });
    work.finish()?;
    note(c, cx, by, AuditAction::BreachExcused, &broken)
}

/// Takes an excuse back.
///
/// # Errors
/// As [`excuse_breach`], and [`ServiceError::NotFound`] where there is none.
pub fn withdraw_excuse(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    promise: PromiseId,
) -> Result<(), ServiceError> {
    let broken = broken(c, by, promise)?;
    if !store::excuse::delete(c, promise)? {
        return Err(ServiceError::NotFound("excuse"));
    }
    let mut work = Work::load(c, cx, Viewer::of(by), broken.ticket_id)?;
    work.log(ActivityKind::ExcuseWithdrawn { clock: broken.clock, due: broken.due_at });
    work.finish()?;
    note(c, cx, by, AuditAction::ExcuseWithdrawn, &broken)
}

fn note(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    action: AuditAction,
    broken: &PromiseRecord,
) -> Result<(), ServiceError> {
    let detail = json!({ "promise": broken.id, "clock": broken.clock, "due": broken.due_at });
    audit(c, cx, by, action, broken.ticket_id, &detail)
}

fn broken(c: &mut Connection, by: &Person, promise: PromiseId) -> Result<PromiseRecord, ServiceError> {
    require_manager(by)?;
    let found = store::promise::find(c, promise)?;
    found.filter(|record| record.outcome == PromiseOutcome::Broken).ok_or(ServiceError::NotFound("breach"))
}

fn given(field: &'static str, text: &str, longest: usize) -> Result<String, ServiceError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(ServiceError::invalid(field, "A breach is excused only with a cause and what shows it.")),
        count if count > longest => {
            Err(ServiceError::invalid(field, format!("Write up to {longest} characters.")))
        }
        _ => Ok(text.to_owned()),
    }
}
