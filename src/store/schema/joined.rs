//! Tickets that have to do with each other.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_link (from_id, to_id, relation) {
        from_id -> SqlId,
        to_id -> SqlId,
        relation -> Text,
        linked_by -> SqlId,
        linked_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_merge (ticket_id) {
        ticket_id -> SqlId,
        into_id -> SqlId,
        merged_by -> SqlId,
        merged_at -> SqlInstant,
        timers -> SqlJson,
        watchers -> SqlJson,
    }
}
