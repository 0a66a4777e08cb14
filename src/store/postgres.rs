//! Opening PostgreSQL.
//!
//! # Many nodes
//!
//! Any number of processes share one server. Clocks are moved by whoever locks the ticket first (`FOR UPDATE SKIP
//! LOCKED`); notices and mailboxes are held by a node on the roll (see [`node`](super::node)); a received mail is
//! locked while it is read, and read once; migrations take an advisory lock, and so does whoever proclaims a
//! holiday, for whom all wait who change tickets. Commits are told by `NOTIFY`, and where
//! that is lost, every loop looks by itself every two seconds.
//!
//! # A distributed PostgreSQL
//!
//! Nothing was tried on one. What each would need, beside what is here:
//!
//! - CockroachDB: no `LISTEN`, so the loops' own looks carry the news; no advisory locks, so one node migrates while
//!   the others wait, and nobody writes while a holiday is proclaimed; every transaction may be told to repeat itself (SQLSTATE 40001), which callers see as a conflict.
//! - YugabyteDB: `LISTEN` and advisory locks only in newer releases; else as above.
//! - Citus: tickets and what refers to them distributed by the ticket's id, the rest as reference tables; unique keys
//!   that do not hold that id (`ticket.number`, `outbox.key`) would need it as their first column.
//!
//! Triggers are used for one thing, to refuse a change of the audit log: where a server has none, that migration goes
//! without them, and the seals still show a change.
//!
//! Ids begin with the instant of their making, so that new rows lie together; where that makes one range hot, the
//! tables want hash-sharded primary keys, which is a matter of their `CREATE TABLE`: only the lists of received mails
//! and of breaches walk by id, and would have to sort. Numbers (of tickets, and the order of messages, history and
//! notices) come from sequences, which no writer waits for; a distributed server hands them out in blocks, so that
//! order would hold only nearly. No row is written by everybody: only acts of administration lock the end of the audit
//! log, and counters of tries are one row for each account and address.

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection as _, PgConnection};

use super::any_connection::AnyConnection;
use super::{StoreError, tunnel};

/// How a write transaction begins.
pub(super) const BEGIN_WRITE: &str = "BEGIN";
/// How a read transaction begins: all its queries see one state, so that a page is true in itself.
pub(super) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What each session is told: instants are UTC, and a session that stands still in a transaction ends, since a frozen
/// node must not keep the rows that it has locked from the others.
const SESSION: &str = "SET TIME ZONE 'UTC'; SET client_min_messages TO warning;
    SET idle_in_transaction_session_timeout TO '8s'";

/// Opens one connection, by TLS where the address asks for it.
pub(super) fn establish(url: &str) -> Result<PgConnection, StoreError> {
    tunnel::connect(url, establish_by_libpq)
}

fn establish_by_libpq(url: &str) -> Result<PgConnection, StoreError> {
    // The error's text may quote the address, and so a password; libpq's first line is enough, without the address.
    let mut connection = PgConnection::establish(url).map_err(|error| {
        let text = error.to_string();
        StoreError::Unavailable(format!("cannot connect to PostgreSQL: {}", text.replace(url, "…").trim()))
    })?;
    connection.batch_execute(SESSION)?;
    Ok(connection)
}

/// Opens connections for the pool.
pub(super) struct PostgresConnections(pub(super) String);

impl ManageConnection for PostgresConnections {
    type Connection = AnyConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<AnyConnection, StoreError> {
        establish(&self.0).map(AnyConnection::Pg)
    }

    /// Whether it still stands is shown by the beginning of the transaction that it is taken for.
    fn is_valid(&self, _: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(())
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}
