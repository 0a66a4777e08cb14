//! The holidays of an agreement: those ahead, those that were proclaimed, and what a change of them moves.

use askama::Template;

use super::Form;
use crate::web::view::{Moment, Shell};

/// One day.
#[derive(Debug, Clone)]
pub struct HolidayRow {
    /// The local date, as written.
    pub date: String,
    /// What it is called.
    pub name: String,
    /// Who proclaimed it, and when; none where the agreement names it itself.
    pub proclaimed: Option<(String, Moment)>,
    /// Who withdrew it, and when; none while it stands.
    pub withdrawn: Option<(String, Moment)>,
    /// The page that withdraws it, while that can be done.
    pub withdraw: Option<String>,
}

/// One running clock that falls due at another instant.
#[derive(Debug, Clone)]
pub struct MovedRow {
    /// The ticket's number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// The clock.
    pub clock: &'static str,
    /// When it falls due as things stand.
    pub from: Moment,
    /// When it would fall due.
    pub to: Moment,
}

/// The page of all of an agreement's holidays.
#[derive(Template)]
#[template(path = "admin/holidays.html")]
pub struct HolidaysPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement's key.
    pub key: String,
    /// The agreement's name.
    pub name: String,
    /// The zone in which its days begin.
    pub zone: String,
    /// Asks for a day.
    pub form: Form,
    /// Proclaims the day that was asked about, once that was looked at: the day in words, the form, what it moves.
    pub preview: Option<(String, Form, Vec<MovedRow>)>,
    /// The holidays of the next twelve months.
    pub ahead: Vec<HolidayRow>,
    /// Every day that was ever proclaimed and stands no more, or has begun.
    pub past: Vec<HolidayRow>,
}

/// The page that withdraws a holiday.
#[derive(Template)]
#[template(path = "admin/holiday.html")]
pub struct HolidayPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement's key.
    pub key: String,
    /// The agreement's name.
    pub name: String,
    /// The day in words.
    pub day: String,
    /// Withdraws it.
    pub form: Form,
    /// What that moves.
    pub moved: Vec<MovedRow>,
}
