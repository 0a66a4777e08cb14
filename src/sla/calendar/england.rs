//! The bank holidays of England and Wales.
//!
//! The moving feasts and substitute days come from the `bankholidays` crate, which computes them by rule and knows the
//! proclaimed days up to 2023. It takes today's rules for all the past; what differed before 1978 is corrected here,
//! and days proclaimed later are added here: one line each.

use bankholidays::uk::BankHoliday;
use chrono::{Datelike, NaiveDate, Weekday};

/// One-off days by proclamation, with the crate's and with those that it doesn't know. (year, month, day, name)
const PROCLAIMED: &[(i32, u32, u32, &str)] = &[
    (1973, 11, 14, "Royal wedding"),
    (1977, 6, 7, "Silver Jubilee"),
    (1981, 7, 29, "Royal wedding"),
    (1995, 5, 8, "Early May bank holiday (VE day)"),
    (1999, 12, 31, "Millennium"),
    (2002, 6, 3, "Golden Jubilee"),
    (2002, 6, 4, "Spring bank holiday"),
    (2011, 4, 29, "Royal wedding"),
    (2012, 6, 4, "Spring bank holiday"),
    (2012, 6, 5, "Diamond Jubilee"),
    (2020, 5, 8, "Early May bank holiday (VE day)"),
    (2022, 6, 2, "Spring bank holiday"),
    (2022, 6, 3, "Platinum Jubilee bank holiday"),
    (2022, 9, 19, "Bank Holiday for the State Funeral of Queen Elizabeth II"),
    (2023, 5, 8, "Bank holiday for the coronation of King Charles III"),
];

/// Days that a proclamation took away although the rule gives them, beside those that the crate knows: none since 2022.
const TAKEN_AWAY: &[(i32, u32, u32)] = &[];

/// The name of the bank holiday on this date in England and Wales, or `None` on any other day.
pub fn bank_holiday(date: NaiveDate) -> Option<&'static str> {
    let day = (date.year(), date.month(), date.day());
    if let Some((_, _, _, name)) =
        PROCLAIMED.iter().find(|(year, month, day_, _)| (*year, *month, *day_) == day)
    {
        return Some(name);
    }
    if TAKEN_AWAY.contains(&day) || before_its_law(date) || !date.is_bankholiday() {
        return None;
    }
    name(date)
}

/// New Year's Day is a bank holiday since 1974, the early May one since 1978.
fn before_its_law(date: NaiveDate) -> bool {
    match date.month() {
        1 => date.year() < 1974,
        5 => date.year() < 1978 && date.day() <= 7,
        _ => false,
    }
}

fn name(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day(), date.weekday()) {
        (1, 1, _) => Some("New Year's Day"),
        (1, _, _) => Some("New Year's Day (substitute day)"),
        (3 | 4, _, Weekday::Fri) => Some("Good Friday"),
        (3 | 4, _, _) => Some("Easter Monday"),
        (5, 1..=7, _) => Some("Early May bank holiday"),
        (5, _, _) => Some("Spring bank holiday"),
        (8, _, _) => Some("Summer bank holiday"),
        (12, 25, _) => Some("Christmas Day"),
        (12, 26, _) => Some("Boxing Day"),
        (12, 27, _) => Some("Christmas Day (substitute day)"),
        (12, 28, _) => Some("Boxing Day (substitute day)"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::bank_holiday;

    fn check(year: i32, dates: &[(u32, u32)]) {
        let found: Vec<(u32, u32)> = NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap()
            .iter_days()
            .take_while(|date| chrono::Datelike::year(date) == year)
            .filter(|date| bank_holiday(*date).is_some())
            .map(|date| (chrono::Datelike::month(&date), chrono::Datelike::day(&date)))
            .collect();
        assert_eq!(found, dates, "{year}");
    }

    #[test]
    fn years_are_as_published() {
        check(1973, &[(4, 20), (4, 23), (5, 28), (8, 27), (11, 14), (12, 25), (12, 26)]);
        check(2011, &[(1, 3), (4, 22), (4, 25), (4, 29), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27)]);
        check(2021, &[(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
        check(
            2022,
            &[(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)],
        );
        check(2023, &[(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]);
        check(2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]);
        check(2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
        check(2028, &[(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]);
    }

    #[test]
    fn every_ordinary_year_to_2150_has_eight() {
        for year in 2024..=2150 {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take(if first.leap_year() { 366 } else { 365 });
            assert_eq!(days.filter(|date| bank_holiday(*date).is_some()).count(), 8, "{year}");
        }
    }
}
