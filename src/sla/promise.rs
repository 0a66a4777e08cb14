//! What a contract promises for an event at an instant.

use super::{
    Band, BusinessDayRule, Calendar, ClockKind, Contract, Coverage, HoldOver, Instant, Severity, Target,
};

/// What a contract promises for a clock that an event starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The kind of time in which the event lies.
    pub band: Band,
    /// From when service time counts: the event itself, or the end of the hold-over. `None` where the severity is not
    /// served at all.
    pub start: Option<Instant>,
    /// Whether the event's band is not covered, so that the ticket waits for its start.
    pub held_over: bool,
    /// What is promised, by the band of the event.
    pub target: Target,
    /// The bands in which the target counts: the severity's, or office hours for day targets.
    pub counted_in: Coverage,
    /// By when the promise must be kept; `None` where there is none.
    pub due: Option<Instant>,
}

impl Contract {
    /// What the contract promises for a clock of this severity that starts with an event at `at`.
    pub fn promise(&self, severity: &Severity, clock: ClockKind, at: Instant) -> Promise {
        let calendar = self.calendar();
        let (band, covers) = (calendar.band(at), severity.covers());
        let held_over = !covers.is_empty() && !covers.contains(band);
        let start =
            if held_over { start_after_hold_over(calendar, self.hold_over(), covers, at) } else { Some(at) };
        let start = start.filter(|_| !covers.is_empty());
        let target = *severity.target(clock, band);
        let due = start.and_then(|start| due(calendar, self.business_day(), covers, target, at, start));
        Promise { band, start, held_over, target, counted_in: target.counted_in(covers), due }
    }
}

fn start_after_hold_over(
    calendar: &Calendar,
    rule: HoldOver,
    covers: Coverage,
    at: Instant,
) -> Option<Instant> {
    match rule {
        HoldOver::NextWorkingDay if covers.contains(Band::OfficeHours) => {
            calendar.next_in(Coverage::OFFICE_HOURS, at)
        }
        HoldOver::NextWorkingDay | HoldOver::NextCovered => calendar.next_in(covers, at),
    }
}

/// When a target is due. The next business day is the one after the event, however long the ticket is held over.
pub(crate) fn due(
    calendar: &Calendar,
    rule: BusinessDayRule,
    covers: Coverage,
    target: Target,
    event: Instant,
    start: Instant,
) -> Option<Instant> {
    match target {
        Target::Duration(length) => calendar.advance(covers, start, length),
        Target::BusinessDays(days) => calendar.after_business_days(rule, start, days.get()),
        Target::NextBusinessDay => calendar.next_business_day_close(event),
        Target::None | Target::Discretion => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDateTime, TimeZone, Utc};

    use crate::sla::{Band, ClockKind, Contract, shipped};

    fn contract(key: &str) -> Contract {
        let (_, source) = shipped().iter().find(|(name, _)| *name == key).unwrap();
        Contract::parse(source, &|name| Err(format!("no file {name}")))
            .unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// Event and due are local times of the contract's zone.
    fn check(key: &str, severity: &str, event: &str, band: Band, held_over: bool, due: &str) {
        check_contract(&contract(key), severity, event, band, held_over, due);
    }

    fn check_contract(
        contract: &Contract,
        severity: &str,
        event: &str,
        band: Band,
        held_over: bool,
        due: &str,
    ) {
        let zone = contract.calendar().time_zone();
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
        let at = zone.from_local_datetime(&local(&format!("{event}:00")[..19])).unwrap().with_timezone(&Utc);
        let promise = contract.promise(contract.severity(severity).unwrap(), ClockKind::Respond, at);
        let promised = promise.due.map(|due| due.with_timezone(&zone).naive_local());
        let expected = (band, held_over, Some(local(&format!("{due}:00")[..19])));
        assert_eq!((promise.band, promise.held_over, promised), expected, "{severity} {event}");
    }

    #[test]
    fn clocks_go_over_the_change_to_summer_time() {
        use Band::{OfficeHours, Weekend};
        let file = |zone: &str, covers: &str, target: &str| {
            let source = format!(
                "schema = 1\nkey = \"k\"\nname = \"n\"\n[calendar]\ntime_zone = \"{zone}\"\n[calendar.office_hours]\n\
                 mon = [\"09:00-17:30\"]\nfri = [\"09:00-17:30\"]\n[[severity]]\ncode = \"S\"\n{covers}\nrespond = \"{target}\""
            );
            Contract::parse(&source, &|name| Err(name.to_owned())).unwrap()
        };
        let london = file("Europe/London", "", "1h");
        check_contract(&london, "S", "2026-03-27 17:15:30", OfficeHours, false, "2026-03-30 09:45:30");
        let new_york = file("America/New_York", "covers = \"always\"", "45m");
        check_contract(&new_york, "S", "2026-03-08 01:30", Weekend, false, "2026-03-08 03:15");
    }

    #[test]
    fn worked_examples_of_the_agreements() {
        use Band::{BankHoliday, OfficeHours, OutOfHours, Weekend};
        check("dms", "Critical", "2026-11-21 22:00", Weekend, true, "2026-11-23 10:00");
        check("dms", "High", "2026-11-23 17:00", OfficeHours, false, "2026-11-24 12:30");
        check("dms", "Medium", "2026-11-23 10:00", OfficeHours, false, "2026-11-24 10:00");
        check("dms", "Medium", "2026-11-23 09:00", OfficeHours, false, "2026-11-23 17:30");
        check("dms", "Low", "2026-12-24 17:10", OfficeHours, false, "2026-12-30 17:10");
        check("dms", "Critical", "2026-12-26 10:00", Weekend, true, "2026-12-29 10:00");
        check("dms", "Critical", "2026-12-28 10:00", BankHoliday, true, "2026-12-29 10:00");
        check("discount-kit", "Critical", "2026-11-21 22:00", Weekend, false, "2026-11-22 00:00");
        check("discount-kit", "High", "2026-11-23 17:00", OfficeHours, false, "2026-11-24 05:00");
        check("discount-kit", "High", "2026-11-24 06:00", OutOfHours, false, "2026-11-24 17:30");
        check("discount-kit", "High", "2026-12-25 10:00", BankHoliday, false, "2026-12-29 17:30");
        check("discount-kit", "Low", "2026-11-21 22:00", Weekend, false, "2026-11-25 17:30");
    }
}
