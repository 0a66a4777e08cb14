//! Telling administrators by mail what has been failing for a while, and when it is over.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{Alarm, Context, ServiceError, raise_alarm};
use crate::domain::{Check, Condition, Role};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// How long a check fails before somebody is called: a restart mends itself sooner.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);

/// A check that comes and goes is told of once in this time.
const QUIET: TimeDelta = TimeDelta::hours(1);

/// A check that nobody looked at for so long fails anew: another node took its mailbox over, or nothing ran.
const GONE: TimeDelta = TimeDelta::minutes(5);

/// What is remembered of a check that has failed.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Incident {
    failing_since: Option<Instant>,
    told_at: Option<Instant>,
    /// When it was found failing last.
    seen_at: Option<Instant>,
}

/// Takes what a node found, and mails the administrators about whatever has failed for a minute, once, and again when
/// it is over. A check that is not among these is left as it was, since another process of this node may look after it;
/// where none does, it fails anew when it comes back.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn watch_health(
    c: &mut Connection,
    cx: &Context,
    node: &str,
    checks: &[Check],
) -> Result<(), ServiceError> {
    let key = format!("incidents:{node}");
    let known = store::setting::get(c, &key)?;
    let before: BTreeMap<String, Incident> =
        known.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default();
    let mut after = before.clone();
    for check in checks {
        match (check.condition == Condition::Failing, after.get(&check.name)) {
            (true, _) => fails(c, cx, node, check, after.entry(check.name.clone()).or_default())?,
            (false, Some(_)) => recovers(c, cx, node, check, after.entry(check.name.clone()).or_default())?,
            (false, None) => {}
        }
    }
    if after != before {
        store::setting::put(c, &key, &serde_json::json!(after))?;
    }
    Ok(())
}

fn fails(
    c: &mut Connection,
    cx: &Context,
    node: &str,
    check: &Check,
    incident: &mut Incident,
) -> Result<(), ServiceError> {
    let goes_on = incident.seen_at.is_some_and(|at| cx.now - at < GONE);
    // Nothing began after now: what says so was written by a clock that was ahead.
    let since = incident.failing_since.filter(|_| goes_on).map_or(cx.now, |since| since.min(cx.now));
    incident.failing_since = Some(since);
    incident.seen_at = Some(cx.now);
    incident.told_at = incident.told_at.filter(|at| *at <= cx.now);
    let was_told = incident.told_at.is_some_and(|at| cx.now - at < QUIET || at >= since);
    if cx.now - since < PATIENCE || was_told {
        return Ok(());
    }
    incident.told_at = Some(cx.now);
    let text = format!("{}\n\n{}\n\nSeen on {node} since {since}.", check.words, check.remedy);
    tell(c, cx, node, check, since, format!("Punctual needs you: {}", check.name), text)
}

fn recovers(
    c: &mut Connection,
    cx: &Context,
    node: &str,
    check: &Check,
    incident: &mut Incident,
) -> Result<(), ServiceError> {
    let Some(since) = incident.failing_since.take() else { return Ok(()) };
    if incident.told_at.is_none_or(|at| at < since) {
        return Ok(());
    }
    let text = format!("{}\n\nIt failed on {node} from {since} to {}.", check.words, cx.now);
    tell(c, cx, node, check, cx.now, format!("Over: {}", check.name), text)
}

fn tell(
    c: &mut Connection,
    cx: &Context,
    node: &str,
    check: &Check,
    at: Instant,
    title: String,
    text: String,
) -> Result<(), ServiceError> {
    let cause = format!("health:{node}:{}:{title}:{}", check.name, at.timestamp_micros());
    let alarm = Alarm { cause, concerns: Role::Admin, title, text, path: "/admin".to_owned() };
    raise_alarm(c, cx, &alarm).map(drop)
}
