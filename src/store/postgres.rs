//! Opening PostgreSQL.

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection as _, PgConnection};

use super::StoreError;
use super::any_connection::AnyConnection;

/// How a write transaction begins.
pub(super) const BEGIN_WRITE: &str = "BEGIN";
/// How a read transaction begins: all its queries see one state, so that a page is true in itself.
pub(super) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What each session is told: instants are UTC, and a session that stands still in a transaction ends, since a frozen
/// node must not keep the rows that it has locked from the others.
const SESSION: &str = "SET TIME ZONE 'UTC'; SET client_min_messages TO warning;
    SET idle_in_transaction_session_timeout TO '8s'";

/// Opens one connection.
pub(super) fn establish(url: &str) -> Result<PgConnection, StoreError> {
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

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}
