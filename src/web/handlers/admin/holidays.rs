//! `/admin/contracts/{key}/holidays`: an agreement's holidays, and proclaiming one more after a look at what it moves.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};

use super::reading::{Reading, there};
use super::values::Values;
use crate::domain::{Person, PersonId, ProclaimedHoliday};
use crate::service::{self, Context, HolidayChange, MovedTicket, ServiceError};
use crate::sla::{Contract, Instant, MovedClock};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::{Posted, encode};
use crate::web::pages::admin::{Form, FormField, HolidayRow, HolidaysPage, Input, MovedRow};
use crate::web::pages::render_with;
use crate::web::view::{Area, Moment, labels, zone_name};
use crate::web::visit::Visit;

/// How many days are looked ahead.
const AHEAD: u64 = 366;

/// An agreement with all that was ever proclaimed for it.
struct Found {
    name: String,
    contract: Arc<Contract>,
    proclaimed: Vec<ProclaimedHoliday>,
    people: HashMap<PersonId, String>,
}

/// Shows the holidays.
///
/// # Errors
/// [`WebError::NotFound`] for an agreement that is not, or that the database can't be read.
pub async fn show(visit: Visit, key: web::Path<String>) -> Result<HttpResponse, WebError> {
    page(&visit, &key, &Values::empty(), Vec::new(), None).await
}

/// Shows what a day would move; nothing is saved.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn preview(visit: Visit, key: web::Path<String>, posted: Posted) -> Result<HttpResponse, WebError> {
    let asked = key.clone();
    let looked = match read(&posted) {
        Err(error) => Err(error),
        Ok((date, name)) => {
            look(&visit, asked, HolidayChange::Proclaim(date, name)).await.map(|moved| (date, moved))
        }
    };
    match looked {
        Ok(looked) => page(&visit, &key, &Values::Typed(&posted), Vec::new(), Some(looked)).await,
        Err(error) => again(&visit, &key, &posted, error).await,
    }
}

/// Proclaims a day.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn proclaim(
    visit: Visit,
    key: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let asked = key.clone();
    let written = match read(&posted) {
        Err(error) => Err(error),
        Ok((date, name)) => {
            visit.write(move |c, cx, by| service::proclaim_holiday(c, cx, by, &asked, date, &name)).await
        }
    };
    match written {
        Ok(_) => {
            visit.write(begin_sweep).await?;
            Ok(see_other(&format!("{}?done=proclaimed", address(&key))))
        }
        Err(error) => again(&visit, &key, &posted, error).await,
    }
}

/// Tickets whose clocks are moved before the page answers; the worker moves the others.
const AT_ONCE: i64 = 100;

/// Begins to move the clocks, so that who looks at once finds them moved unless there are very many.
///
/// # Errors
/// Where the database fails.
pub fn begin_sweep(c: &mut Connection, cx: &Context, _: &Person) -> Result<(), ServiceError> {
    service::sweep_holidays(c, cx, AT_ONCE).map(drop)
}

/// The page of an agreement's holidays.
pub fn address(key: &str) -> String {
    format!("/admin/contracts/{}/holidays", encode(key))
}

/// A date as people write it here.
pub fn in_words(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// What a change would move.
pub async fn look(visit: &Visit, key: String, change: HolidayChange) -> Result<Vec<MovedTicket>, WebError> {
    let (context, by) = (visit.site.app.context(), visit.session.person.clone());
    visit.read(move |c| Ok(service::preview_holiday(c, &context, &by, &key, change)?)).await
}

/// The clocks that move, one a row.
pub fn moved_rows(visit: &Visit, moved: Vec<MovedTicket>) -> Vec<MovedRow> {
    let of_ticket = |ticket: MovedTicket| {
        let row = |clock: &MovedClock| MovedRow {
            number: ticket.number.0,
            subject: ticket.subject.clone(),
            clock: labels::clock(clock.clock),
            from: visit.moment(clock.from),
            to: visit.moment(clock.to),
        };
        ticket.clocks.iter().map(row).collect::<Vec<_>>()
    };
    moved.into_iter().flat_map(of_ticket).collect()
}

fn read(posted: &Posted) -> Result<(NaiveDate, String), WebError> {
    let mut form = Reading::of(posted);
    let date = form.field("date", day);
    let name = form.field("name", |text| match text {
        "" => Err("Write what the day is called."),
        text => Ok(text.to_owned()),
    });
    form.finish()?;
    Ok((there(date)?, there(name)?))
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "Write a date such as 2027-05-10.")
}

async fn again(visit: &Visit, key: &str, posted: &Posted, error: WebError) -> Result<HttpResponse, WebError> {
    match error {
        WebError::Invalid(faults) => page(visit, key, &Values::Typed(posted), faults, None).await,
        error => Err(error),
    }
}

async fn page(
    visit: &Visit,
    key: &str,
    values: &Values<'_>,
    faults: Vec<FieldFault>,
    looked: Option<(NaiveDate, Vec<MovedTicket>)>,
) -> Result<HttpResponse, WebError> {
    let (contracts, asked, now) = (visit.site.app.contracts.clone(), key.to_owned(), visit.now);
    let found = visit.read(move |c| find(c, &contracts, &asked, now)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let preview = looked.map(|(date, moved)| {
        let hidden = |name| FormField::new(name, "", Input::Hidden, values.get(name));
        let confirm = Form::new(address(key), "Proclaim it", vec![hidden("date"), hidden("name")]);
        (in_words(date), confirm, moved_rows(visit, moved))
    });
    let today = found.contract.calendar().local_date(now);
    let rows = found.proclaimed.iter().filter(|one| one.withdrawn.is_some() || one.date < today);
    render_with(
        status,
        &HolidaysPage {
            shell: visit.shell(Area::Contracts, format!("Holidays of {}", found.name)),
            zone: zone_name(found.contract.calendar().time_zone()),
            form: form(key, values).with_faults(faults),
            preview,
            ahead: found.ahead(visit, key, today),
            past: rows.map(|one| found.proclaimed_row(visit, key, one, today)).collect(),
            name: found.name,
            key: key.to_owned(),
        },
    )
}

fn find(
    c: &mut Connection,
    contracts: &service::Contracts,
    key: &str,
    now: Instant,
) -> Result<Found, WebError> {
    let last = store::contract::list_versions(c, key)?.into_iter().next_back().ok_or(WebError::NotFound)?;
    let id = store::contract::id_in_force(c, key, now)?.unwrap_or(last.id);
    let proclaimed = store::holiday::list(c, key)?;
    let ids = proclaimed.iter().flat_map(|one| [Some(one.proclaimed_by), one.withdrawn.map(|(by, _)| by)]);
    let ids: Vec<PersonId> = ids.flatten().collect();
    let people = store::person::names(c, &ids)?;
    Ok(Found { name: last.name, contract: contracts.get(c, id)?, proclaimed, people })
}

impl Found {
    /// Every holiday of today and the next twelve months, whoever named it.
    fn ahead(&self, visit: &Visit, key: &str, today: NaiveDate) -> Vec<HolidayRow> {
        let dates = (0..=AHEAD).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
        let row = |date: NaiveDate| {
            let standing = self.proclaimed.iter().find(|one| one.date == date && one.withdrawn.is_none());
            match (standing, self.contract.calendar().holiday(date)) {
                (Some(one), _) => Some(self.proclaimed_row(visit, key, one, today)),
                (None, Some(name)) => Some(HolidayRow {
                    date: in_words(date),
                    name: name.to_owned(),
                    proclaimed: None,
                    withdrawn: None,
                    withdraw: None,
                }),
                (None, None) => None,
            }
        };
        let later = today.checked_add_days(Days::new(AHEAD));
        let beyond = self.proclaimed.iter().rev().filter(|one| Some(one.date) > later);
        let beyond = beyond.filter(|one| one.withdrawn.is_none());
        dates.filter_map(row).chain(beyond.map(|one| self.proclaimed_row(visit, key, one, today))).collect()
    }

    fn proclaimed_row(
        &self,
        visit: &Visit,
        key: &str,
        one: &ProclaimedHoliday,
        today: NaiveDate,
    ) -> HolidayRow {
        let by = |(id, at)| -> (String, Moment) {
            (self.people.get(&id).cloned().unwrap_or_else(|| "somebody".to_owned()), visit.moment(at))
        };
        let is_open = one.withdrawn.is_none() && one.date > today;
        HolidayRow {
            date: in_words(one.date),
            name: one.name.clone(),
            proclaimed: Some(by((one.proclaimed_by, one.proclaimed_at))),
            withdrawn: one.withdrawn.map(by),
            withdraw: is_open.then(|| format!("{}/{}", address(key), one.date)),
        }
    }
}

fn form(key: &str, values: &Values<'_>) -> Form {
    let fields = vec![
        FormField::new("date", "Day", Input::Line("date"), values.get("date"))
            .hint("A day after today. One that has begun stays as it is."),
        FormField::new("name", "What it is called", Input::Line("text"), values.get("name"))
            .hint("As customers read it where the clocks explain themselves."),
    ];
    Form::new(format!("{}/preview", address(key)), "Show what it would move", fields).about(
        "Proclaim a holiday",
        "For a day off that is proclaimed once, as for a coronation. Running clocks follow it.",
    )
}
