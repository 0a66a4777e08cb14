//! Which tables and columns there are.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};

use crate::store::any_connection::AnyConnection;
use crate::store::{Connection, StoreError};

/// A table that holds data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name, the same on both databases.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How its values are written.
    pub kind: ColumnKind,
}

/// How a column's values are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// As hexadecimal digits.
    Bytes,
    /// As a number or a text; with the name of its type on PostgreSQL.
    Plain(String),
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// That a table refers to another.
#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct NameAndType {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

/// Tables that hold no data of their own: the list of migrations, the counter that PostgreSQL has as a sequence, and
/// the search index, which is made anew.
const LEFT_OUT: [&str; 3] = ["__diesel_schema_migrations", "ticket_number", "message_search"];

/// Tables with data only; what a full-text index keeps for itself is made anew from them.
const SQLITE_TABLES: &str = "SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
const POSTGRES_TABLES: &str = "SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name";
const SQLITE_COLUMNS: &str =
    "SELECT name, type AS kind FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY cid";
const POSTGRES_COLUMNS: &str = "SELECT column_name::text AS name, udt_name::text AS kind
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER'
    ORDER BY ordinal_position";

/// Which table refers to which.
const SQLITE_REFERENCES: &str = "SELECT owner.name AS owner, reference.\"table\" AS name
    FROM pragma_table_list AS owner JOIN pragma_foreign_key_list(owner.name) AS reference
    WHERE owner.schema = 'main' AND owner.type = 'table'";
const POSTGRES_REFERENCES: &str =
    "SELECT conrelid::regclass::text AS owner, confrelid::regclass::text AS name
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

/// Every table that holds data, each behind those that it refers to, else by name. In this order no row waits for the one
/// it refers to: for each row that others wait for, SQLite would look through all of them.
///
/// # Errors
/// [`StoreError`].
pub fn tables(c: &mut Connection) -> Result<Vec<Table>, StoreError> {
    let names: Vec<Name> = match c {
        AnyConnection::Sqlite(sqlite) => sql_query(SQLITE_TABLES).load(sqlite)?,
        AnyConnection::Pg(pg) => sql_query(POSTGRES_TABLES).load(pg)?,
    };
    let names = names.into_iter().map(|row| row.name).filter(|name| !LEFT_OUT.contains(&name.as_str()));
    let names = behind_their_references(names.collect(), &references(c)?);
    names.into_iter().map(|name| Ok(Table { columns: columns(c, &name)?, name })).collect()
}

fn references(c: &mut Connection) -> Result<Vec<Reference>, StoreError> {
    Ok(match c {
        AnyConnection::Sqlite(sqlite) => sql_query(SQLITE_REFERENCES).load(sqlite)?,
        AnyConnection::Pg(pg) => sql_query(POSTGRES_REFERENCES).load(pg)?,
    })
}

/// Tables that refer to each other in a circle stay by name.
fn behind_their_references(mut names: Vec<String>, references: &[Reference]) -> Vec<String> {
    let mut ordered = Vec::with_capacity(names.len());
    while !names.is_empty() {
        let waits_for = |name: &String| {
            let of_name = |one: &&Reference| one.owner == *name && one.name != *name;
            references.iter().filter(of_name).any(|one| names.contains(&one.name))
        };
        let place = names.iter().position(|name| !waits_for(name)).unwrap_or(0);
        ordered.push(names.remove(place));
    }
    ordered
}

fn columns(c: &mut Connection, table: &str) -> Result<Vec<Column>, StoreError> {
    let rows: Vec<NameAndType> = match c {
        AnyConnection::Sqlite(sqlite) => sql_query(SQLITE_COLUMNS).bind::<Text, _>(table).load(sqlite)?,
        AnyConnection::Pg(pg) => sql_query(POSTGRES_COLUMNS).bind::<Text, _>(table).load(pg)?,
    };
    let column = |row: NameAndType| {
        let kind = match row.kind.as_str() {
            "BLOB" | "bytea" => ColumnKind::Bytes,
            _ => ColumnKind::Plain(row.kind),
        };
        Column { name: row.name, kind }
    };
    Ok(rows.into_iter().map(column).collect())
}

/// A name as SQL quotes it.
pub(in crate::store) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{Reference, behind_their_references};

    #[test]
    fn a_table_stands_behind_those_that_it_refers_to() {
        let texts = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
        for (references, wanted) in [
            (vec![], ["a", "b", "c", "d"]),
            (vec![("a", "c"), ("c", "d"), ("d", "d")], ["b", "d", "c", "a"]),
            (vec![("a", "b"), ("b", "a"), ("d", "e")], ["c", "d", "a", "b"]),
        ] {
            let reference =
                |(owner, name): (&str, &str)| Reference { owner: owner.to_owned(), name: name.to_owned() };
            let references: Vec<_> = references.into_iter().map(reference).collect();
            assert_eq!(behind_their_references(texts(&["a", "b", "c", "d"]), &references), texts(&wanted));
        }
    }
}
