//! The daily backups that were tried.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    backup_run (due_at) {
        due_at -> SqlInstant,
        state -> Text,
        attempt -> Integer,
        next_attempt_at -> SqlInstant,
        started_at -> SqlInstant,
        finished_at -> Nullable<SqlInstant>,
        file -> Nullable<Text>,
        bytes -> Nullable<BigInt>,
        error -> Nullable<Text>,
    }
}
