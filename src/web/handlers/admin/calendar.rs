//! `/admin/rotas/{id}/calendar`: who is on call on which day, by month or by week, in the rota's own zone.

use actix_web::{HttpResponse, web};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Weekday};
use chrono_tz::Tz;
use serde::Deserialize;

use super::teams::{Names, names};
use crate::domain::{Rota, RotaId, Shift};
use crate::sla::Instant;
use crate::store;
use crate::web::error::WebError;
use crate::web::pages::admin::{CalendarDay, CalendarLine, CalendarPage, Span};
use crate::web::pages::render;
use crate::web::view::{Area, zone_name};
use crate::web::visit::{PathId, Visit};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// A day within what is to be shown, `2026-11-23`; anything else is today.
    day: String,
    /// `week` for one week; anything else is a month.
    view: String,
}

/// Shows a month or a week of a rota.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let (rota, names) = visit
        .read(move |c| {
            let rota = store::rota::find(c, id)?.ok_or(WebError::NotFound)?;
            let names = names(c, std::slice::from_ref(&rota))?;
            Ok((rota, names))
        })
        .await?;
    let today = visit.now.with_timezone(&rota.time_zone).date_naive();
    let span = if query.view == "week" { Span::Week } else { Span::Month };
    let day = NaiveDate::parse_from_str(&query.day, "%Y-%m-%d").ok().filter(is_near(today)).unwrap_or(today);
    render(&page(&visit, &rota, &names, span, day, today))
}

/// A rota goes on for ever, but a calendar of the year 9999 is of no use to anybody.
fn is_near(today: NaiveDate) -> impl Fn(&NaiveDate) -> bool {
    move |day| (day.year() - today.year()).abs() <= 20
}

fn page(
    visit: &Visit,
    rota: &Rota,
    names: &Names,
    span: Span,
    day: NaiveDate,
    today: NaiveDate,
) -> CalendarPage {
    let href = format!("/admin/rotas/{}", rota.id);
    let place = |span: Span, day: NaiveDate| {
        let view = if span == Span::Week { "week" } else { "month" };
        format!("{href}/calendar?view={view}&day={day}")
    };
    let (first, last) = shown(span, day);
    let title = match span {
        Span::Month => day.format("%B %Y").to_string(),
        Span::Week => format!("Week of {}", first.format("%-d %B %Y")),
    };
    let (before, after) = neighbours(span, day);
    let month = (span == Span::Month).then_some(day);
    CalendarPage {
        shell: visit.shell(Area::Teams, format!("{}: {title}", rota.name)),
        title,
        span,
        month_href: place(Span::Month, day),
        week_href: place(Span::Week, day),
        previous: place(span, before),
        next: place(span, after),
        today: place(span, today),
        zone: zone_name(rota.time_zone),
        weeks: weeks(rota, names, (first, last), month, today),
        rota: (rota.name.clone(), href),
    }
}

/// The first and the last day that are shown: whole weeks, from Monday to Sunday.
fn shown(span: Span, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = |day: NaiveDate| day.week(Weekday::Mon).first_day();
    match span {
        Span::Week => (monday(day), day.week(Weekday::Mon).last_day()),
        Span::Month => {
            let first = day.with_day(1).unwrap_or(day);
            let last =
                first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
            (monday(first), last.week(Weekday::Mon).last_day())
        }
    }
}

/// A day of what comes before, and one of what comes after.
fn neighbours(span: Span, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (before, after) = match span {
        Span::Week => (day.checked_sub_days(Days::new(7)), day.checked_add_days(Days::new(7))),
        Span::Month => (day.checked_sub_months(Months::new(1)), day.checked_add_months(Months::new(1))),
    };
    (before.unwrap_or(day), after.unwrap_or(day))
}

fn weeks(
    rota: &Rota,
    names: &Names,
    (first, last): (NaiveDate, NaiveDate),
    month: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Vec<CalendarDay>> {
    let shifts = rota.shifts(midnight(rota.time_zone, first), midnight(rota.time_zone, next(last)));
    let days: Vec<CalendarDay> = first
        .iter_days()
        .take_while(|date| *date <= last)
        .map(|date| CalendarDay {
            date: date.to_string(),
            weekday: date.format("%a").to_string(),
            label: date.format(if date.day() == 1 { "%-d %B" } else { "%-d" }).to_string(),
            is_outside: month.is_some_and(|month| month.month() != date.month()),
            is_today: date == today,
            lines: lines(rota.time_zone, names, &shifts, date),
        })
        .collect();
    days.chunks(7).map(<[CalendarDay]>::to_vec).collect()
}

/// Who is on call on a day, in order.
fn lines(zone: Tz, names: &Names, shifts: &[Shift], date: NaiveDate) -> Vec<CalendarLine> {
    let (begins, ends) = (midnight(zone, date), midnight(zone, next(date)));
    let of_day = shifts.iter().filter(|shift| shift.from < ends && shift.until > begins);
    of_day
        .map(|shift| CalendarLine {
            from: (shift.from > begins).then(|| shift.from.with_timezone(&zone).format("%H:%M").to_string()),
            name: names.get(&shift.person_id).cloned().unwrap_or_else(|| "Somebody who left".to_owned()),
            is_stand_in: shift.is_stand_in,
        })
        .collect()
}

fn next(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

/// The first instant of a local day, also where the wall clock skips midnight.
fn midnight(zone: Tz, date: NaiveDate) -> Instant {
    let wall = date.and_time(NaiveTime::MIN);
    let hours = (0..24).map(|hour| wall + chrono::TimeDelta::hours(hour));
    let found = hours.filter_map(|wall| zone.from_local_datetime(&wall).earliest()).next();
    found.map_or_else(|| wall.and_utc(), |at| at.to_utc())
}
