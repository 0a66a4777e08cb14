//! The weeks before the demonstration began, lived through event by event in virtual time.
//!
//! A heap holds for every ticket its next beat and when it comes. Before each beat the clocks are moved at every
//! instant at which something fell due, as a worker would have done. What comes next in a ticket depends on its clocks.

mod arrivals;
mod beat;
mod evidence;
mod letter;
mod life;
mod opinion;
mod pace;
mod plot;
mod pool;
mod stage;
mod staged;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::TimeDelta;
use rand::SeedableRng;
use rand::rngs::StdRng;

pub use self::staged::Imminent;

use self::life::Life;
use self::stage::Stage;
use super::cast::Cast;
use super::fill::Filled;
use crate::service::{Context, ServiceError};
use crate::sla::Instant;
use crate::store::Connection;

/// How far the history reaches back.
pub(super) const LENGTH: TimeDelta = TimeDelta::weeks(5);

/// Always the same, so that a demonstration can be talked about.
const SEED: u64 = 1904;

/// Lives through everything between the beginning and `now`.
///
/// # Errors
/// [`ServiceError`] of the first verb that is refused.
pub(super) fn live(
    c: &mut Connection,
    cx: &Context,
    cast: &Cast,
    now: Instant,
) -> Result<Filled, ServiceError> {
    let mut random = StdRng::seed_from_u64(SEED);
    let (mut lives, imminent) = arrivals::draw(cast, cx.now, now, &mut random);
    let mut coming: BinaryHeap<_> =
        lives.iter().enumerate().map(|(index, life)| Reverse((life.arrives_at, index))).collect();
    let mut stage = Stage::new(c, cx);
    while let Some(Reverse((at, index))) = coming.pop() {
        let Some(life) = lives.get_mut(index).filter(|_| at < now) else { break };
        stage.wait_until(at)?;
        let next = stage.play(life, &mut random)?;
        coming.extend(next.map(|next| Reverse((next, index))));
    }
    stage.wait_until(now)?;
    if let Some(agent) = cast.customers.iter().flat_map(|customer| &customer.agents).next() {
        stage.receive_impostor(agent)?;
    }
    stage.deliver()?;
    let number = |life: &Life<'_>| life.ticket.as_ref().map(|ticket| ticket.number);
    let imminent = imminent.and_then(|planned| {
        let ticket = lives.get(planned.life).and_then(number)?;
        Some(Imminent { ticket, due: planned.due })
    });
    Ok(Filled { tickets: lives.iter().filter_map(number).count(), imminent })
}
