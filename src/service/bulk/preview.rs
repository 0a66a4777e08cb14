//! Looking beforehand at what an action would do.

use std::convert::Infallible;

use super::each::{BulkLine, Run, each};
use crate::domain::{BulkAction, ChosenTicket, Person};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection, StoreError};

/// How a rehearsal ends: always by being undone.
enum Rehearsed {
    Lines(Vec<BulkLine>),
    Failed(ServiceError),
}

impl From<StoreError> for Rehearsed {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// What an action would do to each of the tickets, and which notices would leave. The action itself is done and undone
/// again within the caller's transaction, so that what is shown can't differ from what doing it does.
///
/// # Errors
/// Those of [`change_in_bulk`](super::change_in_bulk).
pub fn preview_bulk(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    chosen: &[ChosenTicket],
    action: &BulkAction,
) -> Result<Vec<BulkLine>, ServiceError> {
    let rehearsed = store::savepoint(c, |c| -> Result<Infallible, Rehearsed> {
        Err(match each(c, cx, by, chosen, action, Run::Rehearsal) {
            Ok(lines) => Rehearsed::Lines(lines),
            Err(error) => Rehearsed::Failed(error),
        })
    });
    match rehearsed {
        Ok(never) => match never {},
        Err(Rehearsed::Lines(lines)) => Ok(lines),
        Err(Rehearsed::Failed(error)) => Err(error),
    }
}
