//! The weeks before the demonstration began, lived through event by event in virtual time.
//!
//! A heap holds for every ticket its next beat and when it comes. Before each beat the clocks are moved at every instant
//! at which something fell due, as a worker would have done. What comes next in a ticket depends on its clocks.

mod arrivals;
mod beat;
mod letter;
mod life;
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
    let mut tickets = 0;
    let mut imminent_number = None;
    while let Some(Reverse((at, index))) = coming.pop() {
        if at >= now {
            break;
        }
        let Some(life) = lives.get_mut(index) else { continue };
        let is_new = life.ticket.is_none();
        stage.wait_until(at)?;
        let next = stage.play(life, &mut random)?;
        coming.extend(next.map(|next| Reverse((next, index))));
        tickets += usize::from(is_new);
        if imminent.as_ref().is_some_and(|imminent| imminent.life == index) {
            imminent_number = life.ticket.as_ref().map(|ticket| ticket.number);
        }
    }
    stage.wait_until(now)?;
    stage.deliver()?;
    Ok(Filled {
        tickets,
        imminent: imminent_number
            .zip(imminent)
            .map(|(ticket, planned)| Imminent { ticket, due: planned.due }),
    })
}
