//! What SQLite and PostgreSQL do in different words.

use diesel::backend::Backend;
use diesel::deserialize::QueryableByName;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;
use diesel::{define_sql_function, sql_query};

use super::any_connection::{AnyConnection, MultiBackend};
use super::schema::{audit_head, inbound_mail, outbox, rota, ticket};
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::{InboundMailId, OutboxId, RotaId, TicketId};
use crate::sla::Instant;

define_sql_function! {
    /// Text in lower case: of every alphabet on PostgreSQL, of ASCII on SQLite.
    fn lower(text: Text) -> Text;
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = Text)]
    value: String,
}

/// A statement that both databases understand, but that diesel writes for each of them alone, such as `ON CONFLICT`.
pub(super) struct OnBoth<Q>(pub Q);

impl<Q: QueryId> QueryId for OnBoth<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q> QueryFragment<MultiBackend> for OnBoth<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q> RunQueryDsl<AnyConnection> for OnBoth<Q> {}

/// A statement that stays prepared. Diesel prepares each update anew, since an update may have any number of texts; one
/// with few may say so.
pub(super) struct Prepared<Q>(pub Q);

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    /// It is found again by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, C> RunQueryDsl<C> for Prepared<Q> {}

/// Asks for nothing, to see that the database answers.
pub(super) fn ping(connection: &mut Connection) -> Result<(), StoreError> {
    sql_query("SELECT 1").execute(connection)?;
    Ok(())
}

/// Has PostgreSQL put eight mebibytes aside where its data lies, for a moment: that fails where its disk is full.
/// SQLite is asked for nothing, since its file lies on our own disk.
///
/// Sorting more than it may hold in memory does it: nothing is written that would have to be cleaned up, or logged.
pub(super) fn put_aside(connection: &mut Connection) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        sql_query("SET LOCAL work_mem TO '64kB'").execute(pg)?;
        sql_query("SELECT count(*) AS value FROM (SELECT repeat('x', 1000) || n FROM generate_series(1, 8192) AS n ORDER BY 1 OFFSET 0) AS rows")
            .execute(pg)?;
    }
    Ok(())
}

/// The language in which PostgreSQL tells us what went wrong, as `lc_messages` names it; none for SQLite, which knows
/// one.
pub(super) fn language(connection: &mut Connection) -> Result<Option<String>, StoreError> {
    let AnyConnection::Pg(pg) = connection else { return Ok(None) };
    let row: Words = sql_query("SELECT current_setting('lc_messages') AS value").get_result(pg)?;
    Ok(Some(row.value))
}

/// What PostgreSQL's clock shows.
pub(super) fn server_clock(connection: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let AnyConnection::Pg(pg) = connection else { return Ok(None) };
    let query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS value";
    let rows: Vec<Number> = sql_query(query).load(pg)?;
    Ok(rows.first().and_then(|row| chrono::DateTime::from_timestamp_micros(row.value)))
}

/// A number that grows when another connection has committed; always 0 on PostgreSQL, which sends notices instead.
pub(super) fn data_version(connection: &mut Connection) -> Result<i64, StoreError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            let rows: Vec<Number> =
                sql_query("SELECT data_version AS value FROM pragma_data_version").load(sqlite)?;
            Ok(rows.first().map_or(0, |row| row.value))
        }
        AnyConnection::Pg(_) => Ok(0),
    }
}

/// The next ticket's number. On PostgreSQL a sequence gives it, so that writers never wait for each other, and a
/// ticket that fails leaves a gap; on SQLite the one writer counts.
pub(super) fn next_ticket_number(connection: &mut Connection) -> Result<i64, StoreError> {
    let row: Number = match connection {
        AnyConnection::Sqlite(sqlite) => {
            sql_query("UPDATE ticket_number SET last = last + 1 RETURNING last AS value")
                .get_result(sqlite)?
        }
        AnyConnection::Pg(pg) => sql_query("SELECT nextval('ticket_number') AS value").get_result(pg)?,
    };
    Ok(row.value)
}

/// Keeps others from changing a ticket until this transaction ends. SQLite's write transactions exclude each other
/// anyway.
pub(super) fn lock_ticket(connection: &mut Connection, id: TicketId) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        let _: Option<TicketId> =
            ticket::table.find(id).select(ticket::id).for_update().first(pg).optional()?;
    }
    Ok(())
}

/// Keeps others from reading a mail until this transaction ends.
pub(super) fn lock_mail(connection: &mut Connection, id: InboundMailId) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        let _: Option<InboundMailId> =
            inbound_mail::table.find(id).select(inbound_mail::id).for_update().first(pg).optional()?;
    }
    Ok(())
}

/// Keeps others from changing a rota until this transaction ends.
pub(super) fn lock_rota(connection: &mut Connection, id: RotaId) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        let _: Option<RotaId> = rota::table.find(id).select(rota::id).for_update().first(pg).optional()?;
    }
    Ok(())
}

/// Keeps others from adding to the audit log until this transaction ends.
pub(super) fn lock_audit_head(connection: &mut Connection) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        let query = audit_head::table.find(super::audit::HEAD).select(audit_head::number).for_update();
        let _: Option<i64> = query.first(pg).optional()?;
    }
    Ok(())
}

/// The key of the lock under which holidays are proclaimed.
const HOLIDAYS: i64 = 7_086_391_151;

/// Waits until every transaction has ended that writes by the holidays that stand so far, and keeps others from beginning
/// to until this one ends. SQLite's write transactions exclude each other anyway.
pub(super) fn lock_holidays(connection: &mut Connection) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        sql_query(format!("SELECT pg_advisory_xact_lock({HOLIDAYS})")).execute(pg)?;
    }
    Ok(())
}

/// Keeps the holidays that stand as they are until this transaction ends, if it writes. Those who hold them don't wait
/// for each other, and no row is touched.
pub(super) fn hold_holidays(connection: &mut Connection) -> Result<(), StoreError> {
    if let AnyConnection::Pg(pg) = connection {
        let hold = format!(
            "SELECT pg_advisory_xact_lock_shared({HOLIDAYS}) WHERE current_setting('transaction_read_only') = 'off'"
        );
        sql_query(hold).execute(pg)?;
    }
    Ok(())
}

/// A holiday whose clocks are still to be moved; on PostgreSQL locked, and without those that another node works on.
pub(super) fn holiday_to_sweep(
    connection: &mut Connection,
) -> Result<Option<super::holiday_sweep::HolidaySweep>, StoreError> {
    use super::schema::holiday_sweep;
    let query = holiday_sweep::table.order(holiday_sweep::holiday_id).limit(1);
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => query.first(sqlite).optional()?,
        AnyConnection::Pg(pg) => query.for_update().skip_locked().first(pg).optional()?,
    })
}

/// Tickets to wake by `now`, the longest overdue first; on PostgreSQL locked, and without those another node works on.
pub(super) fn tickets_to_wake(
    connection: &mut Connection,
    now: Instant,
    limit: i64,
) -> Result<Vec<TicketId>, StoreError> {
    let query = ticket::table
        .filter(ticket::next_wake_at.le(Some(At(now))))
        .order(ticket::next_wake_at)
        .limit(limit)
        .select(ticket::id);
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite)?,
        AnyConnection::Pg(pg) => query.for_update().skip_locked().load(pg)?,
    })
}

/// Notices whose turn it is, with their roads and recipients, the most urgent first; on PostgreSQL locked, and without
/// those another node is taking.
pub(super) fn notices_to_send(
    connection: &mut Connection,
    now: Instant,
    limit: i64,
    priority: i32,
    except: &[String],
) -> Result<Vec<(OutboxId, String, String)>, StoreError> {
    let query = outbox::table
        .filter(outbox::state.eq("pending"))
        .filter(outbox::priority.eq(priority))
        .filter(outbox::next_attempt_at.le(At(now)))
        .filter(outbox::claimed_by.is_null())
        .filter(outbox::channel.ne("email").or(outbox::recipient.ne_all(except)))
        .order((outbox::next_attempt_at, outbox::sequence))
        .limit(limit)
        .select((outbox::id, outbox::channel, outbox::recipient));
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite)?,
        AnyConnection::Pg(pg) => query.for_update().skip_locked().load(pg)?,
    })
}

/// Held replies that leave by `now`; on PostgreSQL locked, and without those another node is sending.
pub(super) fn replies_to_send(
    connection: &mut Connection,
    now: Instant,
    limit: i64,
) -> Result<Vec<crate::domain::HeldReplyId>, StoreError> {
    use super::schema::held_reply;
    let query = held_reply::table
        .filter(held_reply::leaves_at.le(At(now)))
        .order(held_reply::leaves_at)
        .limit(limit)
        .select(held_reply::id);
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite)?,
        AnyConnection::Pg(pg) => query.for_update().skip_locked().load(pg)?,
    })
}
