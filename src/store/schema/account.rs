//! The tables around accounts: sessions, throttling.

use super::person;

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

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    link (id) {
        id -> SqlId,
        person_id -> SqlId,
        purpose -> Text,
        created_at -> SqlInstant,
        expires_at -> SqlInstant,
        used_at -> Nullable<SqlInstant>,
        asked_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    second_step (id) {
        id -> SqlId,
        person_id -> SqlId,
        created_at -> SqlInstant,
        confirmed_at -> Nullable<SqlInstant>,
        last_step -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    recovery_code (person_id, digest) {
        person_id -> SqlId,
        digest -> Text,
    }
}

diesel::joinable!(session -> person (person_id));
diesel::allow_tables_to_appear_in_same_query!(session, person);
