//! When something that failed is tried again: a pure schedule.

use chrono::TimeDelta;
use uuid::Uuid;

/// For how long after its writing a mail is tried. RFC 5321 section 4.5.4.1 asks for at least four to five days.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(5);

const FIRST_SECONDS: u64 = 15;
const LONGEST_SECONDS: u64 = 4 * 60 * 60;

/// How long to wait after the given number of failed attempts (1 after the first): doubling from 15 seconds to 4 hours.
///
/// A fifth is added or taken by the id, so that what failed together does not come back together; the same id and
/// number always give the same delay.
#[must_use]
pub fn delay(failed_attempts: u32, id: Uuid) -> TimeDelta {
    let doublings = failed_attempts.saturating_sub(1).min(20);
    let base = (FIRST_SECONDS << doublings).min(LONGEST_SECONDS) * 1000;
    let spread = base * 2 / 5;
    let share = mixed(id, failed_attempts) % (spread + 1);
    let milliseconds = base - spread / 2 + share;
    TimeDelta::milliseconds(i64::try_from(milliseconds).unwrap_or(i64::MAX / 1000))
}

/// Longer than any [`delay`].
#[must_use]
pub fn longest() -> TimeDelta {
    TimeDelta::seconds(i64::try_from(LONGEST_SECONDS).unwrap_or(i64::MAX / 1000)) * 5 / 4
}

/// A number that looks random but is not (the finalizer of MurmurHash3 does the mixing).
fn mixed(id: Uuid, attempts: u32) -> u64 {
    let (high, low) = id.as_u64_pair();
    let mut hash = high ^ low.rotate_left(32) ^ u64::from(attempts).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::{GIVE_UP_AFTER, delay};

    #[test]
    fn delays_grow_to_four_hours_and_stay_there() {
        let id = Uuid::from_u128(42);
        for (attempts, seconds) in
            [(0, 15), (1, 15), (2, 30), (3, 60), (8, 1920), (11, 14_400), (4_000_000_000, 14_400)]
        {
            let delay = delay(attempts, id).num_milliseconds();
            let (low, high) = (seconds * 800, seconds * 1200);
            assert!((low..=high).contains(&delay), "{attempts}: {delay}");
        }
    }

    #[test]
    fn mails_that_failed_together_come_back_apart_and_each_always_at_the_same_time() {
        let delays: std::collections::BTreeSet<TimeDelta> =
            (0..1000).map(|id| delay(5, Uuid::from_u128(id))).collect();
        assert!(delays.len() > 900, "{}", delays.len());
        assert_eq!(delay(5, Uuid::from_u128(7)), delay(5, Uuid::from_u128(7)));
    }

    #[test]
    fn five_days_hold_a_bearable_number_of_attempts() {
        let mut waited = TimeDelta::zero();
        let attempts = (1..)
            .take_while(|attempts| {
                waited += delay(*attempts, Uuid::nil());
                waited < GIVE_UP_AFTER
            })
            .count();
        assert!((25..=50).contains(&attempts), "{attempts}");
    }
}
