//! Lists as files for a spreadsheet: comma-separated, as RFC 4180 writes them, in UTF-8.

use chrono::SecondsFormat;
use chrono_tz::Tz;

use super::promises::lateness;
use crate::sla::Instant;
use crate::store::report::ReportedPromise;
use crate::web::view::labels;

/// The columns of a file of promises. Instants are given in UTC and as the reader's wall clock shows them.
pub const COLUMNS: [&str; 20] = [
    "ticket",
    "subject",
    "customer",
    "contract",
    "severity",
    "clock",
    "outcome",
    "started_utc",
    "started_local",
    "due_utc",
    "due_local",
    "ended_utc",
    "ended_local",
    "made_good_utc",
    "made_good_local",
    "late_seconds",
    "local_zone",
    "excused_utc",
    "excuse_cause",
    "excuse_evidence",
];

/// One line, with its end: every cell in quotes, quotes doubled, so that commas and line ends inside do no harm.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", quoted.join(","))
}

/// A spreadsheet takes a cell for a formula that begins with one of these; an apostrophe before it makes it plain text.
fn cell(text: &str) -> String {
    let begins_formula = text
        .trim_start_matches([' ', '\u{a0}', '"', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%']);
    let guard = if begins_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\"").replace('\0', ""))
}

/// The line of a promise. `severity` is as people read it.
#[must_use]
pub fn promise(row: &ReportedPromise, severity: &str, now: Instant, zone: Tz) -> String {
    let utc =
        |at: Option<Instant>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default();
    let local = |at: Option<Instant>| {
        at.map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
    };
    let (number, late) = (row.ticket_number.to_string(), lateness(row, now));
    let record = &row.promise;
    let (started, due, ended, made_good) =
        (Some(record.started_at), record.due_at, record.ended_at, row.made_good_at);
    line([
        number.as_str(),
        row.ticket_subject.as_str(),
        row.customer.as_deref().unwrap_or_default(),
        row.contract_key.as_str(),
        severity,
        record.clock.as_str(),
        &labels::outcome(record.outcome).label.to_lowercase(),
        &utc(started),
        &local(started),
        &utc(due),
        &local(due),
        &utc(ended),
        &local(ended),
        &utc(made_good),
        &local(made_good),
        &late.map(|late| late.num_seconds().to_string()).unwrap_or_default(),
        zone.name(),
        &utc(row.excuse.as_ref().map(|excuse| excuse.excused_at)),
        row.excuse.as_ref().map_or("", |excuse| excuse.cause.as_str()),
        row.excuse.as_ref().map_or("", |excuse| excuse.evidence.as_str()),
    ])
}

#[cfg(test)]
mod tests {
    use super::{cell, line};

    #[test]
    fn cells_keep_what_they_hold_and_run_nothing() {
        for (text, written) in [
            ("plain", "\"plain\""),
            ("a, \"b\"\r\nc", "\"a, \"\"b\"\"\r\nc\""),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("  =1", "\"'  =1\""),
            ("\"=1", "\"'\"\"=1\""),
            ("＝1", "\"'＝1\""),
            ("1-2", "\"1-2\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
        assert_eq!(line(["a", "b"]), "\"a\",\"b\"\r\n");
    }
}
