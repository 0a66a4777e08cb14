//! The tables of what was promised, what was missed, and who was called for it.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    promise (id) {
        id -> SqlId,
        ticket_id -> SqlId,
        clock -> Text,
        severity -> Text,
        started_at -> SqlInstant,
        due_at -> Nullable<SqlInstant>,
        outcome -> Text,
        ended_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    breach (id) {
        id -> SqlId,
        ticket_id -> SqlId,
        clock -> Text,
        severity -> Text,
        due_at -> SqlInstant,
        recorded_at -> SqlInstant,
        met_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    page (id) {
        id -> SqlId,
        ticket_id -> SqlId,
        chain_started_at -> SqlInstant,
        step -> Integer,
        person_id -> Nullable<SqlId>,
        why -> Text,
        paged_at -> SqlInstant,
        taken_at -> Nullable<SqlInstant>,
        taken_by -> Nullable<SqlId>,
    }
}
