//! `/admin/contracts/{key}/holidays/{date}`: withdrawing a proclaimed holiday, after a look at what that moves.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::holidays::{address, begin_sweep, in_words, look, moved_rows};
use crate::service::{self, HolidayChange};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, HolidayPage};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Shows what withdrawing the day would move.
///
/// # Errors
/// [`WebError::NotFound`] for a day that is not proclaimed, or that the database can't be read.
pub async fn show(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, WebError> {
    let (key, date) = read(&path)?;
    page(&visit, key, date, Vec::new()).await
}

/// Withdraws it.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn withdraw(
    visit: Visit,
    path: web::Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    let (key, date) = read(&path)?;
    let asked = key.to_owned();
    match visit.write(move |c, cx, by| service::withdraw_holiday(c, cx, by, &asked, date)).await {
        Ok(()) => {
            visit.write(begin_sweep).await?;
            Ok(see_other(&format!("{}?done=holiday_withdrawn", address(key))))
        }
        Err(WebError::Invalid(faults)) => page(&visit, key, date, faults).await,
        Err(error) => Err(error),
    }
}

fn read(path: &(String, String)) -> Result<(&str, NaiveDate), WebError> {
    Ok((&path.0, path.1.parse().map_err(|_| WebError::NotFound)?))
}

async fn page(
    visit: &Visit,
    key: &str,
    date: NaiveDate,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (agreement, holiday) = find(visit, key.to_owned(), date).await?;
    let looked = match look(visit, key.to_owned(), HolidayChange::Withdraw(date)).await {
        Err(WebError::Invalid(found)) if faults.is_empty() => (Vec::new(), found),
        Err(WebError::Invalid(_)) => (Vec::new(), faults),
        looked => (looked?, faults),
    };
    let (moved, faults) = looked;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut form = Form::new(format!("{}/{date}/withdraw", address(key)), "Withdraw it", Vec::new());
    form.is_danger = true;
    render_with(
        status,
        &HolidayPage {
            shell: visit.shell(Area::Contracts, format!("Withdraw “{holiday}”")),
            key: key.to_owned(),
            name: agreement,
            day: in_words(date),
            form: form.with_faults(faults),
            moved: moved_rows(visit, moved),
        },
    )
}

/// What the agreement and the day are called.
async fn find(visit: &Visit, key: String, date: NaiveDate) -> Result<(String, String), WebError> {
    let job = move |c: &mut Connection| {
        let version = store::contract::list_versions(c, &key)?.into_iter().next_back();
        let mut holidays = store::holiday::list(c, &key)?.into_iter();
        let standing = holidays.find(|one| one.date == date && one.withdrawn.is_none());
        version.zip(standing).map(|(version, day)| (version.name, day.name)).ok_or(WebError::NotFound)
    };
    visit.read(job).await
}
