//! `GET /manager/satisfaction`: what customers said of their tickets, as a page and as a file.

use actix_web::{HttpResponse, web};

use super::BoardQuery;
use crate::domain::Verdict;
use crate::sla::Instant;
use crate::store::satisfaction::RatedTicket;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::pages::manager::{RatedLine, SatisfactionFigure, SatisfactionPage, csv};
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// How many of the last words are listed.
const MOST_WORDS: i64 = 500;
/// How many of them a file holds at most.
const MOST_IN_FILE: i64 = 100_000;

/// Shows the words of the period, the last first.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, query: web::Query<BoardQuery>) -> Result<HttpResponse, WebError> {
    let (from, before) = query.period().span(visit.now);
    let (rated, figure) =
        visit.read(move |c| Ok((read(c, from, before, MOST_WORDS)?, read_figure(c, from, before)?))).await?;
    let line = |(one, by): (RatedTicket, String)| RatedLine {
        number: one.number.0,
        subject: one.subject,
        is_good: one.satisfaction.verdict == Verdict::Good,
        comment: one.satisfaction.comment,
        by,
        at: visit.moment(one.satisfaction.rated_at),
    };
    render(&SatisfactionPage {
        shell: visit.shell(Area::Board, "Satisfaction"),
        period: query.period().label(visit.now),
        board_href: query.address("/manager", ""),
        csv_href: query.address("/manager/satisfaction.csv", ""),
        figure,
        lines: rated.into_iter().map(line).collect(),
    })
}

/// The same as a file.
///
/// # Errors
/// As [`show`].
pub async fn download(visit: Visit, query: web::Query<BoardQuery>) -> Result<HttpResponse, WebError> {
    let (from, before) = query.period().span(visit.now);
    let rated = visit.read(move |c| read(c, from, before, MOST_IN_FILE)).await?;
    let mut text = csv::line(["ticket", "subject", "said", "comment", "by", "at_utc"]);
    for (one, by) in &rated {
        let said = match one.satisfaction.verdict {
            Verdict::Good => "content",
            Verdict::Bad => "not content",
        };
        let (number, at) = (one.number.to_string(), one.satisfaction.rated_at.to_rfc3339());
        text.push_str(&csv::line([&number, &one.subject, said, &one.satisfaction.comment, by, &at]));
    }
    Ok(as_csv(&format!("punctual-satisfaction-{}.csv", query.period().word()), text))
}

/// What was said, the last first, each with the name of who said it.
fn read(
    c: &mut Connection,
    from: Instant,
    before: Instant,
    limit: i64,
) -> Result<Vec<(RatedTicket, String)>, WebError> {
    let rated = store::satisfaction::list(c, from, before, limit)?;
    let people: Vec<_> = rated.iter().map(|one| one.satisfaction.person_id).collect();
    let names = store::person::names(c, &people)?;
    let name = |one: &RatedTicket| names.get(&one.satisfaction.person_id).cloned();
    let named = rated.into_iter().map(|one| {
        let by = name(&one).unwrap_or_else(|| "Somebody".to_owned());
        (one, by)
    });
    Ok(named.collect())
}

/// How many were content, of how many.
pub(super) fn read_figure(
    c: &mut Connection,
    from: Instant,
    before: Instant,
) -> Result<SatisfactionFigure, WebError> {
    let good = store::satisfaction::count(c, Verdict::Good, from, before)?;
    let bad = store::satisfaction::count(c, Verdict::Bad, from, before)?;
    Ok(SatisfactionFigure { good, bad })
}
