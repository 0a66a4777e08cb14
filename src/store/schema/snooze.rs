//! The table of tickets that are put away.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket_snooze (ticket_id) {
        ticket_id -> SqlId,
        person_id -> SqlId,
        snoozed_until -> SqlInstant,
        reason -> Text,
        snoozed_at -> SqlInstant,
        woken_at -> Nullable<SqlInstant>,
        woken_by -> Nullable<Text>,
    }
}
