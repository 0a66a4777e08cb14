//! A rota as a calendar: who is on call on which day.

use askama::Template;

use crate::web::view::Shell;

/// Somebody on call on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLine {
    /// From which time of the day; none where it is the whole day, or goes on from the day before.
    pub from: Option<String>,
    /// Who.
    pub name: String,
    /// Whether they stand in.
    pub is_stand_in: bool,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// `2026-11-23`.
    pub date: String,
    /// `Mon`.
    pub weekday: String,
    /// `23`, and with its month on the first: `1 December`.
    pub label: String,
    /// Whether it is of another month than the one shown.
    pub is_outside: bool,
    /// Whether it is today.
    pub is_today: bool,
    /// Who is on call, in order.
    pub lines: Vec<CalendarLine>,
}

/// Whether a month or a week is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month of whole weeks.
    Month,
    /// One week.
    Week,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar.html")]
pub struct CalendarPage {
    /// What is around it.
    pub shell: Shell,
    /// The rota's name and address.
    pub rota: (String, String),
    /// `November 2026`, or `Week of 23 November 2026`.
    pub title: String,
    /// What is shown.
    pub span: Span,
    /// The address of the month around it.
    pub month_href: String,
    /// The address of the week around it.
    pub week_href: String,
    /// The address of what comes before.
    pub previous: String,
    /// The address of what comes after.
    pub next: String,
    /// The address of today.
    pub today: String,
    /// The rota's zone.
    pub zone: String,
    /// The days, week by week.
    pub weeks: Vec<Vec<CalendarDay>>,
}
