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

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    webhook (id) {
        id -> SqlId,
        name -> Text,
        url -> Text,
        events -> SqlJson,
        organization_id -> Nullable<SqlId>,
        secret -> SqlJson,
        created_at -> SqlInstant,
        failing_since -> Nullable<SqlInstant>,
        paused_at -> Nullable<SqlInstant>,
        former_secret -> Nullable<SqlJson>,
        former_until -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    webhook_delivery (id) {
        sequence -> BigInt,
        id -> SqlId,
        webhook_id -> SqlId,
        event -> Text,
        ticket_id -> Nullable<SqlId>,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> SqlInstant,
        created_at -> SqlInstant,
        delivered_at -> Nullable<SqlInstant>,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
    }
}

diesel::joinable!(webhook_delivery -> webhook (webhook_id));
diesel::allow_tables_to_appear_in_same_query!(webhook, webhook_delivery);
