//! Reading everything out.

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::table::{Column, ColumnKind, Table, quoted};
use crate::store::any_connection::AnyConnection;
use crate::store::{Connection, StoreError};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

const MIGRATIONS: &str = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
const SQLITE_LAST_NUMBER: &str = "SELECT last AS value FROM ticket_number";
const POSTGRES_LAST_NUMBER: &str =
    "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS value FROM ticket_number";

/// Gives every row of a table to `take`, one after the other and in no order, without holding more than one of them.
///
/// # Errors
/// [`StoreError`], or the first error of `take`.
pub fn each_row<E: From<StoreError>>(
    c: &mut Connection,
    table: &Table,
    mut take: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |error: diesel::result::Error| E::from(StoreError::from(error));
    match c {
        AnyConnection::Sqlite(sqlite) => {
            let rows = sql_query(select(table, "json_array", sqlite_value));
            for row in rows.load_iter::<Line, DefaultLoadingMode>(sqlite).map_err(failed)? {
                take(&row.map_err(failed)?.line)?;
            }
        }
        AnyConnection::Pg(pg) => {
            let rows = sql_query(select(table, "json_build_array", postgres_value));
            for row in rows.load_iter::<Line, PgRowByRowLoadingMode>(pg).map_err(failed)? {
                take(&row.map_err(failed)?.line)?;
            }
        }
    }
    Ok(())
}

/// How many rows a table has.
///
/// # Errors
/// [`StoreError`].
pub fn row_count(c: &mut Connection, table: &Table) -> Result<i64, StoreError> {
    let row: Number =
        sql_query(format!("SELECT count(*) AS value FROM {}", quoted(&table.name))).get_result(c)?;
    Ok(row.value)
}

/// The number of the last ticket, 0 before the first one.
///
/// # Errors
/// [`StoreError`].
pub fn last_ticket_number(c: &mut Connection) -> Result<i64, StoreError> {
    let row: Number = match c {
        AnyConnection::Sqlite(sqlite) => sql_query(SQLITE_LAST_NUMBER).get_result(sqlite)?,
        AnyConnection::Pg(pg) => sql_query(POSTGRES_LAST_NUMBER).get_result(pg)?,
    };
    Ok(row.value)
}

/// The versions of the migrations that have run, in order.
///
/// # Errors
/// [`StoreError`].
pub fn migrations(c: &mut Connection) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Version> = sql_query(MIGRATIONS).load(c)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// The array is cast to text: on PostgreSQL it has a type of its own.
fn select(table: &Table, array: &str, value: fn(&Column) -> String) -> String {
    let values: Vec<_> = table.columns.iter().map(value).collect();
    format!("SELECT CAST({array}({}) AS TEXT) AS line FROM {}", values.join(", "), quoted(&table.name))
}

fn sqlite_value(column: &Column) -> String {
    let name = quoted(&column.name);
    match column.kind {
        ColumnKind::Bytes => format!("CASE WHEN {name} IS NULL THEN NULL ELSE lower(hex({name})) END"),
        ColumnKind::Plain(_) => name,
    }
}

fn postgres_value(column: &Column) -> String {
    let name = quoted(&column.name);
    match &column.kind {
        ColumnKind::Bytes => format!("encode({name}, 'hex')"),
        ColumnKind::Plain(kind) => match kind.as_str() {
            "timestamptz" => format!("(extract(epoch FROM {name}) * 1000000)::bigint"),
            "bool" => format!("{name}::int"),
            "int2" | "int4" | "int8" => name,
            _ => format!("{name}::text"),
        },
    }
}
