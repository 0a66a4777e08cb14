//! Promises kept and broken as figures: sums over what was counted, and the share that was kept.

use std::collections::BTreeMap;

use crate::domain::PromiseOutcome;
use crate::store::report::Tally;

/// How many promises were kept, and how many broken. Open ones, and those that fell away, are in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Kept in time.
    pub kept: i64,
    /// Broken.
    pub broken: i64,
    /// How many of the broken ones are excused.
    pub excused: i64,
}

impl Counts {
    /// Adds what was counted.
    pub fn add(&mut self, tally: &Tally) {
        match tally.outcome {
            PromiseOutcome::Kept => self.kept += tally.count,
            PromiseOutcome::Broken => {
                self.broken += tally.count;
                self.excused += tally.excused;
            }
            PromiseOutcome::Running | PromiseOutcome::Stopped => {}
        }
    }

    /// All of them.
    #[must_use]
    pub fn of(tallies: &[Tally]) -> Self {
        let mut counts = Self::default();
        tallies.iter().for_each(|tally| counts.add(tally));
        counts
    }

    /// Kept and broken together.
    #[must_use]
    pub fn total(self) -> i64 {
        self.kept + self.broken
    }

    /// The share kept in tenths of a percent, rounded down, so that only a full house says 100 %; none where nothing
    /// ended.
    #[must_use]
    pub fn kept_per_mille(self) -> Option<i64> {
        (self.kept * 1000).checked_div(self.total())
    }

    /// The same as if what is excused had not been promised.
    #[must_use]
    pub fn without_excused(self) -> Self {
        Self { kept: self.kept, broken: self.broken - self.excused, excused: 0 }
    }

    /// The share kept in words: `97.4 %`; a dash where nothing ended.
    #[must_use]
    pub fn share(self) -> String {
        match self.kept_per_mille() {
            None => "–".to_owned(),
            Some(1000) => "100 %".to_owned(),
            Some(per_mille) => format!("{}.{} %", per_mille / 10, per_mille % 10),
        }
    }
}

/// Sums the tallies by something that they have, in the order of its keys. What neither kept nor broke leaves no line.
pub fn sums<K: Ord>(tallies: &[Tally], key: impl Fn(&Tally) -> K) -> BTreeMap<K, Counts> {
    let mut sums: BTreeMap<K, Counts> = BTreeMap::new();
    for tally in tallies {
        sums.entry(key(tally)).or_default().add(tally);
    }
    sums.retain(|_, counts| counts.total() > 0);
    sums
}

/// A count with its thousands set apart: `12,345`.
#[must_use]
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if count < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ContractVersionId;
    use crate::sla::{ClockKind, SeverityCode};

    fn tally(clock: ClockKind, outcome: PromiseOutcome, count: i64) -> Tally {
        Tally {
            contract_key: "dms".to_owned(),
            contract_version_id: ContractVersionId(uuid::Uuid::nil()),
            organization_id: None,
            team_id: None,
            clock,
            severity: SeverityCode::new("High"),
            outcome,
            count,
            excused: i64::from(outcome == PromiseOutcome::Broken),
        }
    }

    #[test]
    fn a_share_says_100_only_where_all_were_kept() {
        for (kept, broken, share) in [
            (0, 0, "–"),
            (1, 0, "100 %"),
            (0, 3, "0.0 %"),
            (2, 1, "66.6 %"),
            (9_999, 1, "99.9 %"),
            (1, 999, "0.1 %"),
        ] {
            assert_eq!(Counts { kept, broken, excused: 0 }.share(), share, "{kept} kept, {broken} broken");
        }
    }

    #[test]
    fn what_fell_away_or_is_open_counts_for_neither_side() {
        use PromiseOutcome::{Broken, Kept, Running, Stopped};
        let all = [
            tally(ClockKind::Respond, Kept, 7),
            tally(ClockKind::Respond, Broken, 2),
            tally(ClockKind::Update, Kept, 1),
            tally(ClockKind::Update, Running, 40),
            tally(ClockKind::Resolve, Stopped, 50),
        ];
        assert_eq!(Counts::of(&all), Counts { kept: 8, broken: 2, excused: 1 });
        assert_eq!(Counts::of(&all).without_excused().share(), "88.8 %");
        let by_clock: Vec<_> = sums(&all, |tally| tally.clock).into_iter().collect();
        assert_eq!(
            by_clock,
            [
                (ClockKind::Respond, Counts { kept: 7, broken: 2, excused: 1 }),
                (ClockKind::Update, Counts { kept: 1, broken: 0, excused: 0 })
            ]
        );
    }

    #[test]
    fn thousands_are_set_apart() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")]
        {
            assert_eq!(grouped(count), text);
        }
    }
}
