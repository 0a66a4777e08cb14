//! Reading everything in.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::table::{Column, ColumnKind, Table, quoted, tables};
use super::write::row_count;
use crate::store::any_connection::AnyConnection;
use crate::store::{Connection, StoreError};

/// Tables that have a row as soon as an installation was started once.
const SIGNS_OF_USE: [&str; 5] = ["setting", "person", "ticket", "inbound_mail", "blob"];

const REFERENCES: &str = "SELECT conrelid::regclass::text AS owner, conname::text AS name,
        pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
const COUNTED: &str = "SELECT table_name::text AS owner, column_name::text AS name, '' AS definition
    FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'";
const SQLITE_SET_LAST_NUMBER: &str = "UPDATE ticket_number SET last = $1";
const POSTGRES_SET_LAST_NUMBER: &str = "SELECT setval('ticket_number', greatest($1, 1), $1 > 0)";

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
}

/// Whether nobody has used the database: it has no tables, or nothing of an installation is in them.
///
/// # Errors
/// [`StoreError`].
pub fn is_unused(c: &mut Connection) -> Result<bool, StoreError> {
    for table in tables(c)? {
        if SIGNS_OF_USE.contains(&table.name.as_str()) && row_count(c, &table)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A load under way, in one write transaction. References between tables are checked at its end.
pub struct Loading {
    tables: Vec<Table>,
    references: Vec<Part>,
}

impl Loading {
    /// Begins: rows that migrations made are removed, and references are not checked until the end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin(c: &mut Connection) -> Result<Self, StoreError> {
        let references = match c {
            AnyConnection::Sqlite(sqlite) => {
                sqlite.batch_execute("PRAGMA defer_foreign_keys = ON")?;
                Vec::new()
            }
            AnyConnection::Pg(pg) => sql_query(REFERENCES).load::<Part>(pg)?,
        };
        for part in &references {
            c.batch_execute(&format!("ALTER TABLE {} DROP CONSTRAINT {}", part.owner, quoted(&part.name)))?;
        }
        let tables = tables(c)?;
        for table in &tables {
            c.batch_execute(&format!("DELETE FROM {}", quoted(&table.name)))?;
        }
        Ok(Self { tables, references })
    }

    /// Adds rows: `rows` is a JSON array of arrays, in the order of the columns of `from`.
    ///
    /// # Errors
    /// [`StoreError::Database`] where this database has no such table or column.
    pub fn add(&self, c: &mut Connection, from: &Table, rows: &str) -> Result<(), StoreError> {
        let unknown = |what: &str| StoreError::Database(format!("there is no {what} here"));
        let table = self.tables.iter().find(|table| table.name == from.name);
        let table = table.ok_or_else(|| unknown(&format!("table {}", from.name)))?;
        let mut columns = Vec::with_capacity(from.columns.len());
        for wanted in &from.columns {
            let column = table.columns.iter().find(|column| column.name == wanted.name);
            columns.push(column.ok_or_else(|| unknown(&format!("column {}.{}", from.name, wanted.name)))?);
        }
        match c {
            AnyConnection::Sqlite(sqlite) => {
                sql_query(insert_sqlite(table, &columns)).bind::<Text, _>(rows).execute(sqlite)?
            }
            AnyConnection::Pg(pg) => {
                sql_query(insert_postgres(table, &columns)).bind::<Text, _>(rows).execute(pg)?
            }
        };
        Ok(())
    }

    /// Ends: counters go on behind what was loaded, and references are checked.
    ///
    /// # Errors
    /// [`StoreError::MissingReference`] for a row that refers to one that was not loaded; on SQLite the commit says it.
    pub fn finish(self, c: &mut Connection, last_ticket_number: i64) -> Result<(), StoreError> {
        match c {
            AnyConnection::Sqlite(sqlite) => {
                sql_query(SQLITE_SET_LAST_NUMBER).bind::<BigInt, _>(last_ticket_number).execute(sqlite)?;
            }
            AnyConnection::Pg(pg) => {
                sql_query(POSTGRES_SET_LAST_NUMBER).bind::<BigInt, _>(last_ticket_number).execute(pg)?;
                for part in sql_query(COUNTED).load::<Part>(pg)? {
                    pg.batch_execute(&go_on_behind(&part))?;
                }
            }
        }
        for part in &self.references {
            let name = quoted(&part.name);
            c.batch_execute(&format!(
                "ALTER TABLE {} ADD CONSTRAINT {name} {}",
                part.owner, part.definition
            ))?;
        }
        Ok(())
    }
}

fn go_on_behind(counted: &Part) -> String {
    let (table, column) = (quoted(&counted.owner), quoted(&counted.name));
    format!(
        "SELECT setval(pg_get_serial_sequence('{table}', '{}'), greatest(max({column}), 1), max({column}) IS NOT NULL) FROM {table}",
        counted.name
    )
}

fn names(columns: &[&Column]) -> String {
    columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

fn insert_sqlite(table: &Table, columns: &[&Column]) -> String {
    let value = |(index, column): (usize, &&Column)| match column.kind {
        ColumnKind::Bytes => format!("unhex(json_extract(value, '$[{index}]'))"),
        ColumnKind::Plain(_) => format!("json_extract(value, '$[{index}]')"),
    };
    let values: Vec<_> = columns.iter().enumerate().map(value).collect();
    let (table, names) = (quoted(&table.name), names(columns));
    format!("INSERT INTO {table} ({names}) SELECT {} FROM json_each($1)", values.join(", "))
}

fn insert_postgres(table: &Table, columns: &[&Column]) -> String {
    let value = |(index, column): (usize, &&Column)| {
        let text = format!("(line ->> {index})");
        match &column.kind {
            ColumnKind::Bytes => format!("decode({text}, 'hex')"),
            ColumnKind::Plain(kind) => match kind.as_str() {
                "timestamptz" => format!("'epoch'::timestamptz + {text}::bigint * interval '1 microsecond'"),
                "bool" => format!("{text}::int::bool"),
                other => format!("{text}::{}", quoted(other)),
            },
        }
    };
    let values: Vec<_> = columns.iter().enumerate().map(value).collect();
    let (table, names) = (quoted(&table.name), names(columns));
    format!(
        "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {} FROM json_array_elements($1::json) AS line",
        values.join(", ")
    )
}
