//! The reader's last actions on many tickets that can still be taken back, for the queue.

use super::line::Names;
use crate::domain::{BulkChange, BulkOutcome, BulkStep, Person, TicketId, Viewer};
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::desk::place::Place;
use crate::web::pages::desk::RecentBulk;
use crate::web::view::Moment;

/// How many are offered: who looks for more looks into the tickets.
const MOST: i64 = 3;

/// The actions, the latest first.
///
/// # Errors
/// Where the database can't be read.
pub fn recent(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    place: &Place,
    now: Instant,
) -> Result<Vec<RecentBulk>, WebError> {
    let mut recent = Vec::new();
    for change in store::bulk_change::standing(c, reader.id, now - crate::domain::BULK_UNDO, MOST)? {
        let Some(until) = change.undo_until().filter(|until| now <= *until) else { continue };
        let Some((count, first, step)) = done(&change) else { continue };
        let Some(ticket) = store::ticket::find(c, Viewer::of(reader), first)? else { continue };
        let contract = contracts.get(c, ticket.contract_version_id)?;
        let page = format!("/desk/bulk/{}", change.id);
        recent.push(RecentBulk {
            count,
            what: Names::at(now, reader.time_zone).outcome(c, &contract, step)?,
            href: place.address(&page, None),
            undo_href: place.address(&format!("{page}/undo"), None),
            until: Moment::new(until, now, reader.time_zone),
        });
    }
    Ok(recent)
}

/// How many tickets an action changed, and what it did to the first of them.
fn done(change: &BulkChange) -> Option<(usize, TicketId, &BulkStep)> {
    let mut steps = change.lines.iter().filter_map(|(id, outcome)| match outcome {
        BulkOutcome::Done { step, .. } => Some((*id, step)),
        _ => None,
    });
    let (id, step) = steps.next()?;
    Some((1 + steps.count(), id, step))
}
