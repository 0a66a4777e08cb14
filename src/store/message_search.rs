//! The index over subjects and messages, written with the message: FTS5 on SQLite, a `tsvector` on PostgreSQL. Both are
//! given folded text and look for beginnings of words, so that both find the same.

use diesel::deserialize::QueryableByName;
use diesel::dsl::max;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Double, Text};
use diesel::sqlite::Sqlite;
use serde_json::json;

use super::any_connection::AnyConnection;
use super::schema::{message, ticket};
use super::sql_type::SqlId;
use super::{Connection, StoreError, setting};
use crate::domain::search::fold;
use crate::domain::{MessageId, TicketId, Viewer};

/// So many characters of a message are searched; PostgreSQL takes no more than a megabyte in one entry.
const SEARCHED: usize = 100_000;

/// The setting that says up to which message, by sequence, the index is still to be written.
const BACKLOG: &str = "search_backlog";

/// A message in which words were found.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Hit {
    /// The message.
    #[diesel(sql_type = SqlId)]
    pub message_id: MessageId,
    /// Its ticket.
    #[diesel(sql_type = SqlId)]
    pub ticket_id: TicketId,
    /// How well it matches: the lower, the better.
    #[diesel(sql_type = Double)]
    pub score: f64,
}

/// Takes a message into the index, in place of what stood there for it.
///
/// # Errors
/// [`StoreError`].
pub(super) fn put(c: &mut Connection, id: MessageId, of: TicketId, text: &str) -> Result<(), StoreError> {
    let subject: String = ticket::table.find(of).select(ticket::subject).first(c)?;
    let searched: String = text.chars().take(SEARCHED).collect();
    let (subject, text) = (words(&subject), words(&searched));
    match c {
        AnyConnection::Sqlite(sqlite) => sql_query(
            "INSERT OR REPLACE INTO message_search (subject, text, rowid) \
             SELECT $1, $2, sequence FROM message WHERE id = $3",
        )
        .bind::<Text, _>(subject)
        .bind::<Text, _>(text)
        .bind::<SqlId, _>(id)
        .execute(sqlite)?,
        AnyConnection::Pg(pg) => sql_query(
            "INSERT INTO message_search (document, message_id) SELECT setweight(to_tsvector('simple', $1), 'A') \
             || setweight(to_tsvector('simple', $2), 'B'), $3 \
             ON CONFLICT (message_id) DO UPDATE SET document = EXCLUDED.document",
        )
        .bind::<Text, _>(subject)
        .bind::<Text, _>(text)
        .bind::<SqlId, _>(id)
        .execute(pg)?,
    };
    Ok(())
}

/// The words of a text, folded. PostgreSQL would keep an address or a version number as one word, which no part finds.
fn words(text: &str) -> String {
    fold(text).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect()
}

/// Has every message that there is taken into the index, in the background: after a restore, which brings none.
///
/// # Errors
/// [`StoreError`].
pub fn queue_everything(c: &mut Connection) -> Result<(), StoreError> {
    let last: Option<i64> = message::table.select(max(message::sequence)).first(c)?;
    setting::put(c, BACKLOG, &json!(last.unwrap_or_default()))
}

/// Takes up to `limit` messages of the backlog into the index, the newest first; gives how many it took.
///
/// # Errors
/// [`StoreError`].
pub fn work_off(c: &mut Connection, limit: i64) -> Result<usize, StoreError> {
    let Some(up_to) = setting::get(c, BACKLOG)?.and_then(|value| value.as_i64()) else { return Ok(0) };
    let rows: Vec<(i64, MessageId, TicketId, String)> = message::table
        .filter(message::sequence.le(up_to))
        .order(message::sequence.desc())
        .limit(limit)
        .select((message::sequence, message::id, message::ticket_id, message::text))
        .load(c)?;
    for (_, id, of, text) in &rows {
        put(c, *id, *of, text)?;
    }
    match rows.last() {
        Some((sequence, ..)) => setting::put(c, BACKLOG, &json!(sequence - 1))?,
        None => setting::remove(c, BACKLOG)?,
    }
    Ok(rows.len())
}

/// Up to `limit` messages that the viewer may read and in which, or in whose subject, all of these folded words stand,
/// the best match first.
///
/// # Errors
/// [`StoreError`].
pub(super) fn find(
    c: &mut Connection,
    viewer: Viewer,
    words: &[String],
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| word.chars().all(char::is_alphanumeric)).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    match c {
        AnyConnection::Sqlite(sqlite) => find_in_sqlite(sqlite, viewer, &words, limit),
        AnyConnection::Pg(pg) => find_in_postgres(pg, viewer, &words, limit),
    }
}

fn find_in_sqlite(
    sqlite: &mut SqliteConnection,
    viewer: Viewer,
    words: &[&str],
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let wanted = words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ");
    let readable = match viewer {
        Viewer::Staff(_) => "",
        Viewer::Customer(..) => {
            "AND rowid IN (SELECT message.sequence FROM message JOIN ticket ON ticket.id = message.ticket_id \
             WHERE message.kind = 'public' AND ticket.organization_id = $2)"
        }
        Viewer::Stranger(_) => {
            "AND rowid IN (SELECT message.sequence FROM message JOIN ticket ON ticket.id = message.ticket_id \
             WHERE message.kind = 'public' AND ticket.requester_id = $2)"
        }
    };
    // A subject that matches is worth eight texts.
    let query = format!(
        "SELECT message.id AS message_id, message.ticket_id AS ticket_id, hit.score AS score FROM \
         (SELECT rowid AS place, bm25(message_search, 8.0, 1.0) AS score FROM message_search \
         WHERE message_search MATCH $1 {readable} ORDER BY score LIMIT {limit}) AS hit \
         JOIN message ON message.sequence = hit.place ORDER BY hit.score, message.sequence DESC"
    );
    let query = sql_query(query).into_boxed::<Sqlite>().bind::<Text, _>(wanted);
    Ok(match viewer {
        Viewer::Staff(_) => query.load(sqlite)?,
        Viewer::Customer(_, organization) => query.bind::<SqlId, _>(organization).load(sqlite)?,
        Viewer::Stranger(person) => query.bind::<SqlId, _>(person).load(sqlite)?,
    })
}

fn find_in_postgres(
    pg: &mut PgConnection,
    viewer: Viewer,
    words: &[&str],
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let wanted = words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ");
    let readable = match viewer {
        Viewer::Staff(_) => "",
        Viewer::Customer(..) => "AND message.kind = 'public' AND ticket.organization_id = $2",
        Viewer::Stranger(_) => "AND message.kind = 'public' AND ticket.requester_id = $2",
    };
    let query = format!(
        "SELECT message.id AS message_id, message.ticket_id AS ticket_id, \
         -(ts_rank(message_search.document, to_tsquery('simple', $1))::float8) AS score \
         FROM message_search JOIN message ON message.id = message_search.message_id \
         JOIN ticket ON ticket.id = message.ticket_id \
         WHERE message_search.document @@ to_tsquery('simple', $1) {readable} \
         ORDER BY score, message.sequence DESC LIMIT {limit}"
    );
    let query = sql_query(query).into_boxed::<Pg>().bind::<Text, _>(wanted);
    Ok(match viewer {
        Viewer::Staff(_) => query.load(pg)?,
        Viewer::Customer(_, organization) => query.bind::<SqlId, _>(organization).load(pg)?,
        Viewer::Stranger(person) => query.bind::<SqlId, _>(person).load(pg)?,
    })
}
