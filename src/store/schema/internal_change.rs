//! The table of changes that customers may not know.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_internal_change (ticket_id) {
        ticket_id -> SqlId,
        version -> BigInt,
        known_at -> SqlInstant,
    }
}
