//! A rota laid out in time: who is on call from when until when.

use chrono::Days;

use super::{PersonId, Rota};
use crate::sla::Instant;

/// A time in which one person is on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// From this instant.
    pub from: Instant,
    /// Until before this instant.
    pub until: Instant,
    /// Who.
    pub person_id: PersonId,
    /// Whether they stand in for somebody.
    pub is_stand_in: bool,
}

impl Rota {
    /// The shifts of a stretch of time, in order and without gaps; none where the rota has no people.
    #[must_use]
    pub fn shifts(&self, from: Instant, until: Instant) -> Vec<Shift> {
        let mut shifts: Vec<Shift> = Vec::new();
        let changes = self.changes(from, until);
        for (place, at) in changes.iter().enumerate() {
            let Some(person_id) = self.on_call(*at, 0) else { continue };
            let end = changes.get(place + 1).copied().unwrap_or(until);
            let next = Shift { from: *at, until: end, person_id, is_stand_in: self.has_stand_in(*at) };
            match shifts.last_mut() {
                Some(last) if last.person_id == person_id && last.is_stand_in == next.is_stand_in => {
                    last.until = end;
                }
                _ => shifts.push(next),
            }
        }
        shifts
    }

    /// The beginning, and every instant after it at which a turn or somebody's standing in begins or ends.
    fn changes(&self, from: Instant, until: Instant) -> Vec<Instant> {
        let mut changes: Vec<Instant> = self.overrides.iter().flat_map(|one| [one.from, one.until]).collect();
        let mut date = self.latest_handover(from);
        while self.handover(date) < until {
            changes.push(self.handover(date));
            let Some(next) = date.checked_add_days(Days::new(7)) else { break };
            date = next;
        }
        changes.push(from);
        changes.retain(|at| from <= *at && *at < until);
        changes.sort_unstable();
        changes.dedup();
        changes
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime, Weekday};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Override, RotaId};

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    #[test]
    fn shifts_follow_each_other_without_gaps_and_change_where_turns_and_stand_ins_do() {
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        let mut rota = Rota {
            id: RotaId(Uuid::nil()),
            name: "Support".to_owned(),
            time_zone: chrono_tz::Europe::London,
            handover_day: Weekday::Mon,
            handover_time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            first_turn: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            people: vec![person(0), person(1)],
            overrides: vec![Override {
                person_id: person(9),
                from: at("2026-11-10T00:00:00Z"),
                until: at("2026-11-10T12:00:00Z"),
            }],
        };
        let (from, until) = (at("2026-11-08T00:00:00Z"), at("2026-11-17T00:00:00Z"));
        let found: Vec<_> =
            rota.shifts(from, until).iter().map(|one| (one.from, one.until, one.person_id)).collect();
        assert_eq!(
            found,
            [
                (from, at("2026-11-09T09:00:00Z"), person(0)),
                (at("2026-11-09T09:00:00Z"), at("2026-11-10T00:00:00Z"), person(1)),
                (at("2026-11-10T00:00:00Z"), at("2026-11-10T12:00:00Z"), person(9)),
                (at("2026-11-10T12:00:00Z"), at("2026-11-16T09:00:00Z"), person(1)),
                (at("2026-11-16T09:00:00Z"), until, person(0)),
            ]
        );
        rota.people = vec![person(0)];
        assert_eq!(
            rota.shifts(at("2026-11-20T00:00:00Z"), at("2026-12-20T00:00:00Z")).len(),
            1,
            "one turn after another"
        );
        rota.people.clear();
        rota.overrides.clear();
        assert_eq!(rota.shifts(from, until), []);
    }
}
