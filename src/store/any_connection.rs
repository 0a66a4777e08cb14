//! One connection type over both databases.

use diesel::{PgConnection, SqliteConnection};

/// A connection with a transaction open on it: SQLite or PostgreSQL, with the same functions over it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// SQLite, the embedded default.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Pg(PgConnection),
}
