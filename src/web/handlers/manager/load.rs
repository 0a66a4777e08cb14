//! `/manager/load`: when tickets come and how fast they are answered; as pictures, tables, files, and the lists behind
//! them.

use std::collections::VecDeque;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::BoardQuery;
use super::choices::Known;
use super::spread::{Scope, Spread};
use crate::domain::TicketId;
use crate::store;
use crate::store::ticket::{Direction, Sort, SortKey, TicketFilter};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::handlers::shell;
use crate::web::pages::manager::{Distribution, LoadPage, LoadShare, LoadTicketsPage, TicketLine, csv};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Bar, Look, Moment, Part, bar_chart, zone_name};

/// How many tickets of a figure are listed.
const MOST_TICKETS: usize = 500;

/// Which figure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Figure {
    by: String,
    class: usize,
}

/// Shows the pictures and their tables.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<BoardQuery>,
) -> Result<HttpResponse, WebError> {
    let (now, query) = (site.now(), query.into_inner());
    let (scope, contracts) = (scope(&site, &session, query.clone()), site.app.contracts.clone());
    let zone = zone_name(scope.zone);
    let (counted, known) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let counted = Spread::count(c, &scope, &Spread::ALL)?;
            Ok((counted, Known::load(c, &contracts, now, [])?))
        })
        .await?;
    let distributions = Spread::ALL
        .into_iter()
        .zip(counted)
        .map(|(spread, counts)| distribution(spread, &named(spread, counts), &query, &zone))
        .collect::<Result<_, _>>()?;
    render(&LoadPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, "Load and answer times"),
        period: query.period().label(now),
        choices: known.choices(&query, now),
        plain_href: query.plain().address("/manager/load", ""),
        board_href: query.address("/manager", ""),
        distributions,
    })
}

/// One table as a file.
///
/// # Errors
/// [`WebError::NotFound`] for a table that there is not.
pub async fn download(
    site: web::Data<Site>,
    session: Session,
    query: web::Query<BoardQuery>,
    figure: web::Query<Figure>,
) -> Result<HttpResponse, WebError> {
    let spread = Spread::parse(&figure.by).ok_or(WebError::NotFound)?;
    let scope = scope(&site, &session, query.into_inner());
    let counted = site.app.db.read(move |c| Spread::count(c, &scope, &[spread])).await?;
    let mut text = csv::line([spread.word(), "tickets"]);
    for (label, count) in named(spread, counted.into_iter().flatten().collect()) {
        text.push_str(&csv::line([label.as_str(), count.to_string().as_str()]));
    }
    Ok(as_csv(&format!("punctual-{}.csv", spread.word()), text))
}

/// The tickets behind one figure.
///
/// # Errors
/// [`WebError::NotFound`] for a figure that there is not.
pub async fn tickets(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<BoardQuery>,
    figure: web::Query<Figure>,
) -> Result<HttpResponse, WebError> {
    let spread = Spread::parse(&figure.by).ok_or(WebError::NotFound)?;
    let label = spread.labels().get(figure.class).cloned().ok_or(WebError::NotFound)?;
    let (now, viewer, class) = (site.now(), session.viewer(), figure.class);
    let load_href = query.address("/manager/load", "");
    let scope = scope(&site, &session, query.into_inner());
    let zone = scope.zone;
    let (count, rows) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let (mut count, mut last) = (0, VecDeque::<TicketId>::new());
            spread.each_ticket(c, &scope, |id, place| {
                if place == class {
                    count += 1;
                    last.push_back(id);
                    if last.len() > MOST_TICKETS {
                        last.pop_front();
                    }
                }
            })?;
            if count == 0 {
                return Ok((0, Vec::new()));
            }
            let filter = TicketFilter { ids: last.into(), ..TicketFilter::default() };
            let sort = Sort { key: SortKey::Number, direction: Direction::Descending };
            let limit = i64::try_from(MOST_TICKETS).unwrap_or(i64::MAX);
            Ok((count, store::ticket::list(c, viewer, &filter, sort, None, limit)?.rows))
        })
        .await?;
    let lines = rows.into_iter().map(|row| TicketLine {
        number: row.number.0,
        subject: row.subject,
        customer: row.organization_name.unwrap_or_else(|| "unknown sender".to_owned()),
        created: Moment::new(row.created_at, now, zone),
    });
    let title = match spread {
        Spread::Answers => format!("First response {label}"),
        Spread::Hours => format!("Tickets that came in the hour from {label}"),
        Spread::Weekdays => format!("Tickets that came on a {label}"),
    };
    render(&LoadTicketsPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, title.clone()),
        title,
        count,
        load_href,
        lines: lines.collect(),
    })
}

fn scope(site: &Site, session: &Session, query: BoardQuery) -> Scope {
    Scope { viewer: session.viewer(), query, now: site.now(), zone: session.person.time_zone }
}

/// The count of each class, with its name.
fn named(spread: Spread, counts: Vec<i64>) -> Vec<(String, i64)> {
    spread.labels().into_iter().zip(counts).collect()
}

fn distribution(
    spread: Spread,
    counts: &[(String, i64)],
    query: &BoardQuery,
    zone: &str,
) -> Result<Distribution, WebError> {
    let (title, text, column) = match spread {
        Spread::Hours => ("Load by hour", format!("When tickets came, by the clock of {zone}."), "Hour"),
        Spread::Weekdays => ("Load by weekday", format!("When tickets came, by the days of {zone}."), "Day"),
        Spread::Answers => (
            "Time to the first response",
            "First responses that were due in this time, from the report to the answer, nights included."
                .to_owned(),
            "Answered",
        ),
    };
    let bars =
        counts.iter().map(|(label, count)| Bar { label: short(label), parts: vec![(Part::Plain, *count)] });
    let line = |(class, (label, count)): (usize, &(String, i64))| LoadShare {
        label: label.clone(),
        count: *count,
        href: query.address("/manager/load/tickets", &format!("&by={}&class={class}", spread.word())),
    };
    Ok(Distribution {
        id: spread.word(),
        title,
        text,
        column,
        chart: bar_chart(title, &bars.collect::<Vec<_>>())?,
        lines: counts.iter().enumerate().map(line).collect(),
        csv_href: query.address("/manager/load.csv", &format!("&by={}", spread.word())),
    })
}

/// A class's name under its bar, where room is scarce: `3 d` for `within 3 days`.
fn short(label: &str) -> String {
    let label = label.trim_start_matches("within ").trim_end_matches(":00");
    match label {
        "not yet" => "none".to_owned(),
        label => label.replace(" days", " d").replace(" day", " d"),
    }
}
