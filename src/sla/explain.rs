//! Why a promise falls due when it does, in words.

use chrono::{Datelike, NaiveDate};

use super::{
    Band, BusinessDayRule, Calendar, ClockKind, Contract, Coverage, HoldOver, Instant, Promise, Severity,
    Target, format_length,
};

/// More holidays than this are counted, not named.
const NAMED: usize = 4;

impl Contract {
    /// Says in words how a promise came about, for a customer to follow: which band the event is in, when the clock
    /// starts, what counts, what was skipped, and when the promise is due. Times are the contract's own.
    pub fn explain(&self, severity: &Severity, clock: ClockKind, at: Instant) -> String {
        let promise = self.promise(severity, clock, at);
        let mut text = self.start_in_words(severity, at, &promise);
        match (promise.target, promise.start, promise.due) {
            (_, None, _) => {}
            (Target::None, ..) => text.push_str(&format!(" {} has no promise to {clock}.", severity.label())),
            (Target::Discretion, ..) => {
                text.push_str(&format!(
                    " For {}, when to {clock} is at the provider's discretion.",
                    severity.label()
                ));
            }
            (_, Some(start), Some(due)) => {
                text.push_str(&self.target_in_words(&promise, start, due));
                text.push_str(&self.skipped_in_words(promise.counted_in, start, due));
            }
            (_, Some(_), None) => text.push_str(" It does not come due within the calendar's years."),
        }
        text
    }

    fn start_in_words(&self, severity: &Severity, at: Instant, promise: &Promise) -> String {
        let calendar = self.calendar();
        let (when, name) = (calendar.in_words(at), severity.label());
        let zone = calendar.time_zone().name();
        let band = band_in_words(calendar, at, promise.band);
        let Some(start) = promise.start else {
            return match severity.covers().is_empty() {
                true => format!(
                    "{name} is not covered by this agreement at any time: no clock runs, and the work is chargeable."
                ),
                false => format!(
                    "{when} ({zone}) is {band}, which is not covered for {name}, and no covered time follows."
                ),
            };
        };
        if !promise.held_over {
            return format!(
                "{when} ({zone}) is {band}, which is covered for {name}: the clock starts at once."
            );
        }
        let rule = match self.hold_over() {
            HoldOver::NextWorkingDay if severity.covers().contains(Band::OfficeHours) => {
                "when office hours next open"
            }
            HoldOver::NextWorkingDay | HoldOver::NextCovered => "at the next covered time",
        };
        let start = calendar.in_words(start);
        format!(
            "Held over: {when} ({zone}) is {band}, which is not covered for {name}; the clock starts {rule}, {start}."
        )
    }

    fn target_in_words(&self, promise: &Promise, start: Instant, due: Instant) -> String {
        let calendar = self.calendar();
        let due = calendar.in_words(due);
        match promise.target {
            Target::Duration(length) => {
                let length = format_length(length);
                match promise.counted_in {
                    always if always.is_everything() => format!(" {length} around the clock end {due}."),
                    bands => format!(" {length} of {} end {due}.", counted(bands)),
                }
            }
            Target::NextBusinessDay => {
                format!(" The next business day after the event ends {due}, at the close of office hours.")
            }
            days if self.business_day() == BusinessDayRule::CloseOfBusiness => {
                format!(" {days} after that day end with the close of office hours, {due}.")
            }
            days => {
                let first = calendar.next_in(Coverage::OFFICE_HOURS, start).unwrap_or(start);
                let first = calendar.in_words(first);
                format!(" {days}, counted in office hours from {first}, end {due}.")
            }
        }
    }

    /// Names the time between start and due that did not count.
    fn skipped_in_words(&self, counted_in: Coverage, start: Instant, due: Instant) -> String {
        let calendar = self.calendar();
        let skipped = |band: Band| {
            !counted_in.contains(band) && !calendar.elapsed(Coverage::from_iter([band]), start, due).is_zero()
        };
        let mut parts: Vec<String> = Vec::new();
        if skipped(Band::OutOfHours) {
            parts.push("time out of hours".to_owned());
        }
        if skipped(Band::Weekend) {
            parts.push("weekends".to_owned());
        }
        if skipped(Band::BankHoliday) {
            parts.push(holidays_in_words(calendar, calendar.local_date(start), calendar.local_date(due)));
        }
        match parts.split_last() {
            None => String::new(),
            Some((last, [])) => format!(" Not counted: {last}."),
            Some((last, others)) => format!(" Not counted: {} and {last}.", others.join(", ")),
        }
    }
}

impl Calendar {
    /// An instant as the contract's wall clock shows it: "Mon 23 Nov 2026 10:00", with seconds only where there are
    /// any.
    pub fn in_words(&self, at: Instant) -> String {
        let local = at.with_timezone(&self.time_zone());
        let seconds = at.timestamp().rem_euclid(60) != 0;
        local.format(if seconds { "%a %-d %b %Y %H:%M:%S" } else { "%a %-d %b %Y %H:%M" }).to_string()
    }
}

fn band_in_words(calendar: &Calendar, at: Instant, band: Band) -> String {
    match band {
        Band::BankHoliday => {
            let name = calendar.holiday(calendar.local_date(at)).unwrap_or("a holiday");
            format!("a bank holiday ({name})")
        }
        Band::Weekend => "on a weekend".to_owned(),
        Band::OfficeHours => "in office hours".to_owned(),
        Band::OutOfHours => "out of hours".to_owned(),
    }
}

fn counted(bands: Coverage) -> String {
    if bands == Coverage::OFFICE_HOURS {
        "office hours".to_owned()
    } else {
        format!("covered time ({bands})")
    }
}

fn holidays_in_words(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> String {
    let days = from.iter_days().take_while(|date| *date <= to);
    let names: Vec<String> = days
        .filter_map(|date| {
            calendar.holiday(date).map(|name| format!("{name} ({} {})", date.day(), date.format("%b %Y")))
        })
        .take(NAMED + 1)
        .collect();
    match names.len() {
        0..=NAMED => names.join(", "),
        _ => format!("bank holidays (the first is {})", names.first().map_or("", String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use crate::sla::{ClockKind, Contract, parse_instant, shipped};

    fn check(key: &str, severity: &str, clock: ClockKind, at: &str, expected: &str) {
        let (_, source) = shipped().iter().find(|(name, _)| *name == key).unwrap();
        let contract = Contract::parse(source, &|name| Err(name.to_owned())).unwrap();
        let severity = contract.severity(severity).unwrap();
        assert_eq!(contract.explain(severity, clock, parse_instant(at).unwrap()), expected);
    }

    #[test]
    fn a_customer_can_follow_each_promise() {
        use ClockKind::{Respond, Update};
        check(
            "dms",
            "Medium",
            Respond,
            "2026-11-21T22:00:00Z",
            "Held over: Sat 21 Nov 2026 22:00 (Europe/London) is on a weekend, which is not covered for Medium; the clock \
             starts when office hours next open, Mon 23 Nov 2026 09:00. 1 business day, counted in office hours from \
             Mon 23 Nov 2026 09:00, end Mon 23 Nov 2026 17:30.",
        );
        check(
            "dms",
            "High",
            Respond,
            "2026-12-24T15:00:00Z",
            "Thu 24 Dec 2026 15:00 (Europe/London) is in office hours, which is covered for High: the clock starts at once. \
             4h of office hours end Tue 29 Dec 2026 10:30. Not counted: time out of hours, weekends and Christmas Day \
             (25 Dec 2026), Boxing Day (substitute day) (28 Dec 2026).",
        );
        check(
            "discount-kit",
            "Critical",
            Respond,
            "2026-12-25T10:00:00Z",
            "Fri 25 Dec 2026 10:00 (Europe/London) is a bank holiday (Christmas Day), which is covered for Critical: the clock \
             starts at once. 2h around the clock end Fri 25 Dec 2026 12:00.",
        );
        check(
            "dms",
            "Low",
            Update,
            "2026-11-23T10:00:00Z",
            "Mon 23 Nov 2026 10:00 (Europe/London) is in office hours, which is covered for Low: the clock starts at once. \
             For Low, when to update is at the provider's discretion.",
        );
    }
}
