//! What belongs to programs that talk with ours.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    api_token (id) {
        id -> SqlId,
        person_id -> SqlId,
        name -> Text,
        scope -> Text,
        hash -> Text,
        created_at -> SqlInstant,
        expires_at -> Nullable<SqlInstant>,
        last_used_at -> Nullable<SqlInstant>,
        revoked_at -> Nullable<SqlInstant>,
    }
}
