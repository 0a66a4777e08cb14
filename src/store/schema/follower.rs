//! The table of those who follow tickets.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_follower (ticket_id, person_id) {
        ticket_id -> SqlId,
        person_id -> SqlId,
        followed_at -> SqlInstant,
    }
}
