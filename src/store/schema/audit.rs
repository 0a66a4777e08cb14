//! The audit log and where it ends.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    audit_entry (number) {
        number -> BigInt,
        at -> SqlInstant,
        actor -> Text,
        person_id -> Nullable<SqlId>,
        action -> Text,
        object -> Text,
        object_id -> Nullable<Text>,
        detail -> Text,
        seal -> Text,
    }
}

diesel::table! {
    audit_head (id) {
        id -> BigInt,
        number -> BigInt,
        entry_seal -> Text,
        seal -> Text,
    }
}
