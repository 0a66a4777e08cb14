//! What can go wrong with the database, without the contents of any row.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::vault::VaultError;

/// How SQLite and PostgreSQL say that the disk is full; neither has a kind for it here.
const FULL: [&str; 2] = ["database or disk is full", "No space left on device"];
/// What SQLite says where the system fails to read or write its file.
const BROKEN: &str = "disk I/O error";
/// What PostgreSQL says to one of two that waited for each other; asked again, it is done.
const DEADLOCK: &str = "deadlock detected";

/// An error of the store. Its text names tables, ids and constraints, and never what a row holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such row, or the asker may not see it.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the row in between: read it again.
    #[error("the {what} was changed by somebody else in the meantime")]
    Conflict {
        /// What was changed.
        what: &'static str,
    },
    /// A value that must be unique is already there.
    #[error("already present (constraint {constraint})")]
    Unique {
        /// The name of the constraint, such as `person_email_key`; the same on both databases.
        constraint: String,
    },
    /// A row refers to another that is not there.
    #[error("refers to something that does not exist")]
    MissingReference,
    /// A row could not be read back: damaged, or written by another version.
    #[error("row {id} of table {table} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's id, or its key.
        id: String,
    },
    /// The database did not answer, or this process is shutting down; the same may work later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The disk is full, so nothing more can be kept until somebody makes room.
    #[error("the database's disk is full")]
    NoSpace,
    /// What is stored encrypted did not open.
    #[error("{what} cannot be read: {error}")]
    Sealed {
        /// Which content or secret.
        what: String,
        /// Why.
        error: VaultError,
    },
    /// The address of the database is not understood.
    #[error("{0}")]
    BadUrl(String),
    /// A migration failed.
    #[error("migration failed: {0}")]
    Migration(String),
    /// Anything else that the database refused.
    #[error("the database refused: {0}")]
    Database(String),
}

impl StoreError {
    /// Whether the database as a whole failed, and not what was asked of it: anything else would fail too.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::NoSpace)
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, information) => from_database(
                &kind,
                information.message(),
                information.constraint_name().map(ToOwned::to_owned),
            ),
            // The texts of these may quote a value, so they are left out.
            DieselError::DeserializationError(_) => Self::Database("a row cannot be read".to_owned()),
            DieselError::SerializationError(_) => Self::Database("a value cannot be written".to_owned()),
            other => Self::Database(other.to_string()),
        }
    }
}

fn from_database(kind: &DatabaseErrorKind, message: &str, constraint: Option<String>) -> StoreError {
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            StoreError::Unique { constraint: constraint.unwrap_or_else(|| constraint_of_columns(message)) }
        }
        DatabaseErrorKind::ForeignKeyViolation => StoreError::MissingReference,
        DatabaseErrorKind::SerializationFailure => StoreError::Conflict { what: "data" },
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            StoreError::Unavailable(message.to_owned())
        }
        _ if FULL.iter().any(|words| message.contains(words)) => StoreError::NoSpace,
        _ if message == BROKEN || message == DEADLOCK => StoreError::Unavailable(message.to_owned()),
        _ => StoreError::Database(message.to_owned()),
    }
}

/// Names the constraint that SQLite describes by its columns: "UNIQUE constraint failed: person.email"
/// is `person_email_key`, as PostgreSQL names it.
fn constraint_of_columns(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or_default();
    let mut table = "";
    let mut name = String::new();
    for (of_table, column) in columns.split(", ").filter_map(|part| part.split_once('.')) {
        table = of_table;
        name.push('_');
        name.push_str(column);
    }
    if name == "_id" { format!("{table}_pkey") } else { format!("{table}{name}_key") }
}

#[cfg(test)]
mod tests {
    use super::constraint_of_columns;

    #[test]
    fn constraints_have_one_name_on_both_databases() {
        for (message, name) in [
            ("UNIQUE constraint failed: person.email", "person_email_key"),
            (
                "UNIQUE constraint failed: breach.ticket_id, breach.clock, breach.due_at",
                "breach_ticket_id_clock_due_at_key",
            ),
            ("UNIQUE constraint failed: ticket.id", "ticket_pkey"),
        ] {
            assert_eq!(constraint_of_columns(message), name);
        }
    }
}
