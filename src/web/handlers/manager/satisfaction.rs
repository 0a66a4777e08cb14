//! `GET /manager/satisfaction`: what customers said of their tickets.

use actix_web::{HttpRequest, HttpResponse, web};

use super::BoardQuery;
use crate::domain::Verdict;
use crate::sla::Instant;
use crate::store::satisfaction::RatedTicket;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::manager::{RatedLine, SatisfactionFigure, SatisfactionPage};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment};

/// How many of the last words are listed.
const MOST_WORDS: i64 = 500;

/// Shows the words of the period, the last first.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<BoardQuery>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let (from, before) = query.period().span(now);
    let (rated, figure) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let mut rated = Vec::new();
            for one in store::satisfaction::list(c, from, before, MOST_WORDS)? {
                let name = store::person::find(c, one.satisfaction.person_id)?.map(|person| person.name);
                rated.push((one, name));
            }
            Ok((rated, read_figure(c, from, before)?))
        })
        .await?;
    let line = |(one, name): (RatedTicket, Option<String>)| RatedLine {
        number: one.number.0,
        subject: one.subject,
        is_good: one.satisfaction.verdict == Verdict::Good,
        comment: one.satisfaction.comment,
        by: name.unwrap_or_else(|| "Somebody".to_owned()),
        at: Moment::new(one.satisfaction.rated_at, now, zone),
    };
    render(&SatisfactionPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, "Satisfaction"),
        period: query.period().label(now),
        board_href: query.address("/manager", ""),
        figure,
        lines: rated.into_iter().map(line).collect(),
    })
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
