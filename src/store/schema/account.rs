//! The tables around accounts: sessions, throttling.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    session (id) {
        id -> SqlId,
        person_id -> SqlId,
        generation -> BigInt,
        rotation -> BigInt,
        rotated_at -> SqlInstant,
        browser -> Text,
        address -> Nullable<Text>,
        created_at -> SqlInstant,
        expires_at -> SqlInstant,
        revoked_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    throttle (subject) {
        subject -> Text,
        since -> SqlInstant,
        tries -> Integer,
    }
}
