//! The tables of the agents' desk.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    draft (ticket_id, person_id) {
        ticket_id -> SqlId,
        person_id -> SqlId,
        kind -> Text,
        text -> Text,
        problem -> Nullable<Text>,
        saved_at -> SqlInstant,
        files -> SqlJson,
        then_status -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    held_reply (id) {
        id -> SqlId,
        ticket_id -> SqlId,
        author_id -> SqlId,
        text -> Text,
        then_status -> Nullable<Text>,
        files -> SqlJson,
        written_at -> SqlInstant,
        leaves_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    presence (ticket_id, person_id) {
        ticket_id -> SqlId,
        person_id -> SqlId,
        doing -> Text,
        expires_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_tag (ticket_id, tag) {
        ticket_id -> SqlId,
        tag -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    saved_view (id) {
        id -> SqlId,
        owner_id -> SqlId,
        name -> Text,
        place -> Text,
        is_shared -> Bool,
        created_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    reply_macro (id) {
        id -> SqlId,
        owner_id -> SqlId,
        name -> Text,
        text -> Text,
        kind -> Text,
        then_status -> Nullable<Text>,
        is_shared -> Bool,
        created_at -> SqlInstant,
    }
}
