//! How fast mail may leave: evenly, so that a backlog is no burst for the server that takes it. Pure.

use std::num::NonZeroU32;
use std::time::Duration;

/// What may leave at once after a rest.
const BURST: Duration = Duration::from_secs(1);

/// A pace of so many a minute. Time is what has passed since some beginning.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    /// When the next one would leave if all kept their distance.
    next: Duration,
}

impl Pace {
    pub(super) fn new(per_minute: NonZeroU32) -> Self {
        Self { interval: Duration::from_secs(60) / per_minute.get(), next: Duration::ZERO }
    }

    /// How many may leave now.
    pub(super) fn allowance(&self, now: Duration) -> usize {
        let Some(free) = (now + BURST).checked_sub(self.next.max(now)) else { return 0 };
        let count = free.as_nanos() / self.interval.as_nanos().max(1);
        usize::try_from(count).unwrap_or(usize::MAX).max(usize::from(self.next <= now))
    }

    /// So many have left.
    pub(super) fn take(&mut self, now: Duration, count: usize) {
        let taken = self.interval.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
        self.next = self.next.max(now).saturating_add(taken);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::time::Duration;

    use super::Pace;

    /// How many leave in so many seconds if somebody asks every 10 milliseconds and takes 16 at most.
    fn leave(per_minute: u32, seconds: u64) -> usize {
        let mut pace = Pace::new(NonZeroU32::new(per_minute).unwrap());
        let mut left = 0;
        for tick in 0..seconds * 100 {
            let now = Duration::from_millis(tick * 10);
            let count = pace.allowance(now).min(16);
            pace.take(now, count);
            left += count;
        }
        left
    }

    #[test]
    fn a_minute_lets_so_many_leave_and_one_second_more_at_most() {
        for (per_minute, more) in [(1, 1), (30, 1), (60, 2), (600, 11), (6000, 101)] {
            let left = leave(per_minute, 60);
            let per_minute = usize::try_from(per_minute).unwrap();
            assert!((per_minute..=per_minute + more).contains(&left), "{per_minute}: {left}");
        }
    }

    #[test]
    fn a_rest_saves_up_one_second_and_no_more() {
        let mut pace = Pace::new(NonZeroU32::new(600).unwrap());
        pace.take(Duration::ZERO, 1);
        assert_eq!(pace.allowance(Duration::from_secs(3600)), 10);
    }
}
