//! What the server says to a command. The library's own readers take a broken connection, and a refusal, for the end of
//! the answer; to us the difference is a lost mail.

use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::ImapError;
use super::connect::{SignedIn, broken};
use crate::sla::Instant;

/// Runs a command and gives every answer to `take`, until the server says that it is done.
pub(super) async fn run(
    session: &mut SignedIn,
    limit: Duration,
    command: &'static str,
    arguments: &str,
    mut take: impl FnMut(&Response<'_>),
) -> Result<(), ImapError> {
    let exchange = async {
        let line = format!("{command} {arguments}");
        let tag = session
            .run_command(line.trim_end())
            .await
            .map_err(|error| super::connect::refused(command, &error))?;
        loop {
            let answer = session.read_response().await.map_err(broken)?;
            let answer = answer.ok_or_else(|| ImapError::Connection("the server hung up".to_owned()))?;
            match answer.parsed() {
                Response::Done { tag: done, status, outcome, .. } if *done == tag => {
                    return judge(command, status, outcome.information.as_deref());
                }
                other => take(other),
            }
        }
    };
    timeout(limit, exchange).await.map_err(|_| ImapError::TimedOut)?
}

fn judge(command: &'static str, status: &Status, information: Option<&str>) -> Result<(), ImapError> {
    match status {
        Status::Ok | Status::PreAuth => Ok(()),
        Status::No | Status::Bad | Status::Bye => {
            Err(ImapError::Refused { command, answer: information.unwrap_or_default().to_owned() })
        }
    }
}

/// The numbers in a SEARCH answer.
pub(super) fn found<'a>(answer: &'a Response<'_>) -> &'a [u32] {
    match answer {
        Response::MailboxData(MailboxDatum::Search(numbers)) => numbers,
        _ => &[],
    }
}

/// Whether the server tells that there are other mails than before.
pub(super) fn is_news(answer: &Response<'_>) -> bool {
    matches!(answer, Response::MailboxData(MailboxDatum::Exists(_)))
}

/// What a FETCH answer says of one mail.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) uid: Option<u32>,
    pub(super) size: Option<u32>,
    pub(super) received_at: Option<Instant>,
    pub(super) bytes: Option<Vec<u8>>,
}

/// Reads a FETCH answer; none if it is another one, or about flags only.
pub(super) fn fetched(answer: &Response<'_>) -> Option<Fetched> {
    let Response::Fetch(_, attributes) = answer else { return None };
    let mut fetched = Fetched::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => fetched.uid = Some(*uid),
            AttributeValue::Rfc822Size(size) => fetched.size = Some(*size),
            AttributeValue::InternalDate(text) => fetched.received_at = internal_date(text),
            AttributeValue::BodySection { data: Some(data), .. } => fetched.bytes = Some(data.to_vec()),
            _ => {}
        }
    }
    Some(fetched)
}

/// ` 3-Nov-2026 10:00:00 +0000` (RFC 3501 section 9, date-time).
fn internal_date(text: &str) -> Option<Instant> {
    let local = DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(local.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::internal_date;

    #[test]
    fn the_instant_of_receipt_is_read_with_its_distance_from_utc() {
        for (text, at) in [
            ("23-Nov-2026 10:00:00 +0000", Some("2026-11-23T10:00:00Z")),
            (" 3-Nov-2026 10:00:00 +0200", Some("2026-11-03T08:00:00Z")),
            ("31-Feb-2026 10:00:00 +0000", None),
            ("yesterday", None),
        ] {
            assert_eq!(internal_date(text), at.map(|at| at.parse().unwrap()), "{text}");
        }
    }
}
