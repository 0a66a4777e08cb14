//! `GET /manager/promises.csv`: the list behind a figure as a file, however long it is.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono_tz::Tz;
use futures_util::stream;

use super::BoardQuery;
use super::promises::ListQuery;
use super::subject::Subject;
use crate::service::Contracts;
use crate::sla::{Instant, Severity};
use crate::store::report::{PromiseCursor, PromiseFilter};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::pages::manager::csv;
use crate::web::site::Site;

/// How many promises are read at once.
const CHUNK: i64 = 1000;

/// Where an export stands.
enum Place {
    Header,
    Rows(Option<PromiseCursor>),
    End,
}

/// Sends the file, read and written piece by piece.
///
/// # Errors
/// Where the database can't be read; the file then breaks off.
#[allow(clippy::unused_async, reason = "the router takes asynchronous handlers only")]
pub async fn download(
    site: web::Data<Site>,
    session: Session,
    query: web::Query<BoardQuery>,
    list: web::Query<ListQuery>,
) -> HttpResponse {
    let (now, zone) = (site.now(), session.person.time_zone);
    let subject = Subject::parse(&list.show);
    let filter = subject.filter(&query, now);
    let file = match subject.is_open() {
        true => format!("punctual-{}-{}.csv", subject.word(), now.format("%Y-%m-%d")),
        false => format!("punctual-{}-{}.csv", subject.word(), query.period().word()),
    };
    let body = stream::try_unfold(Place::Header, move |place| {
        let (site, filter) = (site.clone(), filter.clone());
        async move {
            match place {
                Place::Header => Ok(Some((web::Bytes::from(csv::line(csv::COLUMNS)), Place::Rows(None)))),
                Place::Rows(after) => {
                    let contracts = site.app.contracts.clone();
                    let chunk = move |c: &mut Connection| rows(c, &contracts, &filter, after, now, zone);
                    let (text, next) = site.app.db.read(chunk).await?;
                    let place = next.map_or(Place::End, |cursor| Place::Rows(Some(cursor)));
                    Ok::<_, WebError>(Some((web::Bytes::from(text), place)))
                }
                Place::End => Ok(None),
            }
        }
    });
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")))
        .streaming(body)
}

fn rows(
    c: &mut Connection,
    contracts: &Contracts,
    filter: &PromiseFilter,
    after: Option<PromiseCursor>,
    now: Instant,
    zone: Tz,
) -> Result<(String, Option<PromiseCursor>), WebError> {
    let (rows, next) = store::report::list(c, filter, after, CHUNK)?;
    let mut text = String::new();
    for row in rows {
        let contract = contracts.get(c, row.contract_version_id)?;
        let code = row.promise.severity.as_str();
        let label = contract.severity(code).map_or_else(|| code.to_owned(), Severity::label);
        text.push_str(&csv::promise(&row, &label, now, zone));
    }
    Ok((text, next))
}
