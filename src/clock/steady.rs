//! What to make of a wall clock that somebody sets, beside one that nobody can set. Pure.

use std::time::{Duration, Instant as Moment};

use chrono::TimeDelta;

use crate::sla::Instant;

/// Up to this difference the wall clock is believed at once: it is being adjusted, or read a little later.
const TOLERANCE: TimeDelta = TimeDelta::seconds(1);

/// How long a step has to last until it is believed.
const DOUBT: Duration = Duration::from_secs(60);

/// A wall clock under watch.
#[derive(Debug)]
pub(super) struct Steady {
    believed: Option<Reading>,
    doubted: Option<Step>,
    times_set_back: u64,
}

/// What both clocks showed when they were last believed.
#[derive(Debug, Clone, Copy)]
struct Reading {
    wall: Instant,
    moment: Moment,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    by: TimeDelta,
    since: Moment,
}

impl Steady {
    pub(super) const fn new() -> Self {
        Self { believed: None, doubted: None, times_set_back: 0 }
    }

    /// The step that was seen last and is not believed yet.
    pub(super) fn doubt(&self) -> Option<TimeDelta> {
        self.doubted.map(|step| step.by)
    }

    /// How many steps back were believed.
    pub(super) fn times_set_back(&self) -> u64 {
        self.times_set_back
    }

    /// What counts as now, when the wall clock shows `wall`, and the one that nobody can set `moment`.
    pub(super) fn read(&mut self, wall: Instant, moment: Moment) -> Instant {
        let Some(believed) = self.believed else { return self.believe(wall, moment) };
        let passed = TimeDelta::from_std(moment.saturating_duration_since(believed.moment));
        let unset = believed.wall + passed.unwrap_or(TimeDelta::MAX);
        let by = wall - unset;
        if by.abs() <= TOLERANCE {
            return self.believe(wall, moment);
        }
        let known = self.doubted.filter(|step| (step.by - by).abs() <= TOLERANCE);
        let step = known.unwrap_or(Step { by, since: moment });
        if moment.saturating_duration_since(step.since) >= DOUBT {
            tracing::warn!(
                seconds = by.num_seconds(),
                "the machine's clock was set, and is believed from now on"
            );
            self.times_set_back += u64::from(by < TimeDelta::zero());
            return self.believe(wall, moment);
        }
        if known.is_none() {
            tracing::warn!(
                seconds = by.num_seconds(),
                "the machine's clock was set; watching it for a minute"
            );
        }
        self.doubted = Some(step);
        wall.min(unset)
    }

    fn believe(&mut self, wall: Instant, moment: Moment) -> Instant {
        (self.believed, self.doubted) = (Some(Reading { wall, moment }), None);
        wall
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant as Moment};

    use super::Steady;
    use crate::sla::Instant;

    /// Each row: seconds that have passed, by how many the wall clock is off then, and by how many `now` is.
    fn check(name: &str, rows: &[(u64, i64, i64)]) {
        let (noon, moment) = ("2026-11-23T12:00:00Z".parse::<Instant>().unwrap(), Moment::now());
        let mut steady = Steady::new();
        for (passed, off, expected) in rows {
            let truth = noon + chrono::TimeDelta::seconds(i64::try_from(*passed).unwrap());
            let wall = truth + chrono::TimeDelta::seconds(*off);
            let now = steady.read(wall, moment + Duration::from_secs(*passed));
            assert_eq!((now - truth).num_seconds(), *expected, "{name}: after {passed} s");
            let doubt = steady.doubt().map_or(0, |by| by.num_seconds());
            assert!(*off == *expected || doubt != 0, "{name}: a step that is not followed is doubted");
        }
    }

    const HOUR: i64 = 3600;

    #[test]
    fn a_step_is_believed_after_a_minute_and_until_then_the_earlier_time_counts() {
        check("nobody sets it", &[(0, 0, 0), (5, 0, 0), (90_000, 0, 0)]);
        check("it is adjusted slowly", &[(0, 0, 0), (5, 1, 1), (10, 2, 2), (15, 1, 1)]);
        check(
            "+1 h",
            &[(0, 0, 0), (1, HOUR, 0), (30, HOUR, 0), (60, HOUR, 0), (61, HOUR, HOUR), (99, HOUR, HOUR)],
        );
        check("+1 h, taken back", &[(0, 0, 0), (1, HOUR, 0), (50, 0, 0), (55, HOUR, 0), (114, HOUR, 0)]);
        check("-1 h", &[(0, 0, 0), (1, -HOUR, -HOUR), (70, -HOUR, -HOUR), (99, -HOUR, -HOUR)]);
        check("-1 h, taken back", &[(0, 0, 0), (1, -HOUR, -HOUR), (20, 0, 0), (99, 0, 0)]);
        check("+2 days", &[(0, 0, 0), (9, 48 * HOUR, 0), (68, 48 * HOUR, 0), (69, 48 * HOUR, 48 * HOUR)]);
        check(
            "two steps",
            &[(0, 0, 0), (1, HOUR, 0), (59, 2 * HOUR, 0), (70, 2 * HOUR, 0), (119, 2 * HOUR, 2 * HOUR)],
        );
        check("read rarely", &[(0, 0, 0), (5000, HOUR, 0), (5060, HOUR, HOUR)]);
    }
}
