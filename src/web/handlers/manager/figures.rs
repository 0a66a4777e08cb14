//! `GET /manager/figures.csv`: one table of the board as a file.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::BoardQuery;
use super::choices::Known;
use super::sides::{breakdowns, by_month, months};
use crate::store::report::Tally;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::pages::manager::{Counts, csv};
use crate::web::visit::Visit;

/// Which table, by the id of its heading.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Table {
    by: String,
}

/// Sends a table with the same filters as the board. The note beside a label, as the contract of a severity, has a
/// column of its own.
///
/// # Errors
/// [`WebError::NotFound`] for a table that there is not.
pub async fn download(
    visit: Visit,
    query: web::Query<BoardQuery>,
    table: web::Query<Table>,
) -> Result<HttpResponse, WebError> {
    let (contracts, asked, now) = (visit.site.app.contracts.clone(), query.clone(), visit.now);
    let (months, known) = visit
        .read(move |c| {
            let months = months(c, &asked, now)?;
            let versions = months.iter().flat_map(|(_, tallies)| tallies).map(|one| one.contract_version_id);
            let known = Known::load(c, &contracts, now, versions)?;
            Ok((months, known))
        })
        .await?;
    let (column, lines) = match table.by.as_str() {
        "by-month" => {
            let lines = by_month(&query, &months).into_iter();
            ("Month", lines.map(|line| (line.label, String::new(), line.figure.counts)).collect())
        }
        other => {
            let all: Vec<Tally> = months.into_iter().flat_map(|(_, tallies)| tallies).collect();
            let mut sides = breakdowns(&query, &all, &known).into_iter();
            let side = sides.find(|side| side.id == other).ok_or(WebError::NotFound)?;
            let line = |line: crate::web::pages::manager::Line| {
                (line.label, line.note.unwrap_or_default(), line.figure.counts)
            };
            (side.column, side.lines.into_iter().map(line).collect::<Vec<_>>())
        }
    };
    let mut text = csv::line([&column.to_lowercase(), "of", "kept", "broken", "excused", "share_kept"]);
    for (label, note, counts) in lines {
        text.push_str(&row(&label, &note, counts));
    }
    let file = format!("punctual-{}-{}.csv", table.by, query.period().word());
    Ok(as_csv(&file, text))
}

fn row(label: &str, note: &str, counts: Counts) -> String {
    let numbers = [counts.kept, counts.broken, counts.excused].map(|count| count.to_string());
    let [kept, broken, excused] = numbers.each_ref().map(String::as_str);
    csv::line([label, note, kept, broken, excused, &counts.share()])
}
