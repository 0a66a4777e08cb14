//! The four kinds of time.

use super::words::words;

words! {
    /// The kind of time that a contract's calendar gives to an instant. Every instant is in exactly one band.
    pub enum Band {
        /// The local date is a holiday.
        BankHoliday = "bank_holiday",
        /// No holiday, and a weekday on which the office never opens.
        Weekend = "weekend",
        /// The local time lies in a span of office hours, its opening included, its closing excluded.
        OfficeHours = "office_hours",
        /// A day with office hours, but not now.
        OutOfHours = "out_of_hours",
    }
}

impl Band {
    /// The band's name in a sentence: "office hours".
    pub const fn label(self) -> &'static str {
        match self {
            Band::BankHoliday => "bank holiday",
            Band::Weekend => "weekend",
            Band::OfficeHours => "office hours",
            Band::OutOfHours => "out of hours",
        }
    }

    /// The band's place in [`Band::ALL`], for small tables by band.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}
