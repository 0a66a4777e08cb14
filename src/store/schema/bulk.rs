//! The tables of actions on many tickets at once.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    bulk_change (id) {
        id -> SqlId,
        person_id -> SqlId,
        request_key -> Nullable<Text>,
        fingerprint -> Nullable<Text>,
        done_at -> SqlInstant,
        undone_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    bulk_line (bulk_change_id, ticket_id) {
        bulk_change_id -> SqlId,
        ticket_id -> SqlId,
        outcome -> SqlJson,
    }
}
