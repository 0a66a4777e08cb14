//! On-call rotas: weekly turns with a handover time, and overrides.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{PersonId, RotaId};
use crate::sla::Instant;

/// Somebody stands in for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Who.
    pub person_id: PersonId,
    /// From this instant.
    pub from: Instant,
    /// Until before this instant.
    pub until: Instant,
}

impl Override {
    /// Whether there is an instant that both cover.
    #[must_use]
    pub fn overlaps(&self, other: &Override) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// A rota: its people take turns of a week each, in order, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The id.
    pub id: RotaId,
    /// The name.
    pub name: String,
    /// The zone of the handover time.
    pub time_zone: Tz,
    /// The weekday of the handover.
    pub handover_day: Weekday,
    /// The wall-clock time of the handover.
    pub handover_time: NaiveTime,
    /// The local date of a handover at which the first person's turn began.
    pub first_turn: NaiveDate,
    /// The people, in order.
    pub people: Vec<PersonId>,
    /// Stand-ins. Those that were written since overlaps are refused never overlap; of others, the last one written
    /// that covers an instant counts.
    pub overrides: Vec<Override>,
}

impl Rota {
    /// The most people of one rota.
    pub const MOST_PEOPLE: usize = 500;

    /// Who is on call at an instant. `step` 0 is the on-call person, 1 the backup (next in the rota), and so on.
    ///
    /// None where the rota has no people.
    #[must_use]
    pub fn on_call(&self, at: Instant, step: usize) -> Option<PersonId> {
        let count = i64::try_from(self.people.len()).ok().filter(|count| *count > 0)?;
        let turn = usize::try_from(self.turn(at).rem_euclid(count)).ok()?;
        let regular = |offset: usize| self.people.get((turn + offset) % self.people.len()).copied();
        match self.overrides.iter().rev().find(|stand_in| stand_in.from <= at && at < stand_in.until) {
            Some(stand_in) if step == 0 => Some(stand_in.person_id),
            Some(_) => regular(step - 1),
            None => regular(step),
        }
    }

    /// The local date of the last handover at or before an instant.
    #[must_use]
    pub fn latest_handover(&self, at: Instant) -> NaiveDate {
        let same_week = self.handover_date(at);
        if at >= self.handover(same_week) {
            return same_week;
        }
        same_week.checked_sub_days(Days::new(7)).unwrap_or(same_week)
    }

    /// The present turn and those that follow, so many together: from when on, and who. Turns change at handovers, and
    /// where somebody begins or ends standing in.
    #[must_use]
    pub fn turns(&self, now: Instant, count: usize) -> Vec<(Instant, PersonId)> {
        let mut changes: Vec<Instant> = self.overrides.iter().flat_map(|one| [one.from, one.until]).collect();
        let mut date = self.latest_handover(now);
        for _ in 0..=count {
            changes.push(self.handover(date));
            date = date.checked_add_days(Days::new(7)).unwrap_or(date);
        }
        changes.sort_unstable();
        changes.dedup();
        let present = changes.iter().rposition(|at| *at <= now).unwrap_or(0);
        let turns = changes.into_iter().skip(present).take(count);
        turns.filter_map(|from| Some((from, self.on_call(from, 0)?))).collect()
    }

    /// Whether somebody stands in at an instant.
    #[must_use]
    pub fn has_stand_in(&self, at: Instant) -> bool {
        self.overrides.iter().any(|stand_in| stand_in.from <= at && at < stand_in.until)
    }

    /// How many handovers lie between the first turn and this instant; negative before it.
    fn turn(&self, at: Instant) -> i64 {
        (self.latest_handover(at) - self.first_week()).num_days().div_euclid(7)
    }

    /// The handover day on or before an instant's local date.
    fn handover_date(&self, at: Instant) -> NaiveDate {
        let date = at.with_timezone(&self.time_zone).date_naive();
        let days_back = date.weekday().days_since(self.handover_day);
        date.checked_sub_days(Days::new(u64::from(days_back))).unwrap_or(date)
    }

    fn first_week(&self) -> NaiveDate {
        let days_back = self.first_turn.weekday().days_since(self.handover_day);
        self.first_turn.checked_sub_days(Days::new(u64::from(days_back))).unwrap_or(self.first_turn)
    }

    /// The instant of the handover on a date; a time the wall clock skips counts from the first one after it.
    pub(super) fn handover(&self, date: NaiveDate) -> Instant {
        let mut wall = date.and_time(self.handover_time);
        for _ in 0..48 {
            if let Some(found) = self.time_zone.from_local_datetime(&wall).earliest() {
                return found.to_utc();
            }
            wall += chrono::TimeDelta::minutes(30);
        }
        date.and_time(NaiveTime::MIN).and_utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn rota() -> Rota {
        Rota {
            id: RotaId(Uuid::nil()),
            name: "Support".to_owned(),
            time_zone: chrono_tz::Europe::London,
            handover_day: Weekday::Mon,
            handover_time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            first_turn: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            people: (0..3).map(|n| PersonId(Uuid::from_u128(n))).collect(),
            overrides: Vec::new(),
        }
    }

    #[test]
    fn turns_change_at_the_handover_time() {
        for (at, step, person) in [
            ("2026-11-02T09:00:00Z", 0, 0),
            ("2026-11-09T08:59:59Z", 0, 0),
            ("2026-11-09T09:00:00Z", 0, 1),
            ("2026-11-09T09:00:00Z", 1, 2),
            ("2026-11-09T09:00:00Z", 2, 0),
            ("2026-11-23T12:00:00Z", 0, 0),
            ("2026-11-02T08:59:59Z", 0, 2),
            ("2026-07-06T08:00:00Z", 0, 1),
            ("2026-07-06T07:59:59Z", 0, 0),
        ] {
            let found = rota().on_call(at.parse().unwrap(), step);
            assert_eq!(found, Some(PersonId(Uuid::from_u128(person))), "{at} step {step}");
        }
    }

    #[test]
    fn a_stand_in_takes_the_turn_and_the_regular_person_becomes_backup() {
        let mut rota = rota();
        let stand_in = PersonId(Uuid::from_u128(9));
        let (from, until) =
            ("2026-11-03T00:00:00Z".parse().unwrap(), "2026-11-04T00:00:00Z".parse().unwrap());
        rota.overrides.push(Override { person_id: stand_in, from, until });
        assert_eq!(rota.on_call(from, 0), Some(stand_in));
        assert_eq!(rota.on_call(from, 1), Some(PersonId(Uuid::from_u128(0))));
        assert_eq!(rota.on_call(until, 0), Some(PersonId(Uuid::from_u128(0))));
        rota.people.clear();
        assert_eq!(rota.on_call(until, 0), None);
    }

    #[test]
    fn turns_follow_each_other_with_stand_ins_between() {
        let mut rota = rota();
        let person = |n| PersonId(Uuid::from_u128(n));
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        rota.overrides.push(Override {
            person_id: person(9),
            from: at("2026-11-11T00:00:00Z"),
            until: at("2026-11-12T00:00:00Z"),
        });
        assert_eq!(
            rota.turns(at("2026-11-04T12:00:00Z"), 4),
            [
                (at("2026-11-02T09:00:00Z"), person(0)),
                (at("2026-11-09T09:00:00Z"), person(1)),
                (at("2026-11-11T00:00:00Z"), person(9)),
                (at("2026-11-12T00:00:00Z"), person(1)),
            ]
        );
        assert_eq!(rota.turns(at("2026-11-11T12:00:00Z"), 1), [(at("2026-11-11T00:00:00Z"), person(9))]);
        rota.people.clear();
        rota.overrides.clear();
        assert_eq!(rota.turns(at("2026-11-11T12:00:00Z"), 3), []);
    }
}
