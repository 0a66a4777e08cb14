//! What customers' people say of tickets, what they may do, and what is excused to them.

use super::ticket;

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    satisfaction (ticket_id) {
        ticket_id -> SqlId,
        verdict -> Text,
        comment -> Text,
        person_id -> SqlId,
        rated_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    contact_right (person_id) {
        person_id -> SqlId,
        organization_id -> SqlId,
        instructs -> Nullable<Text>,
        administers -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    excuse (promise_id) {
        promise_id -> SqlId,
        cause -> Text,
        evidence -> Text,
        excused_by -> SqlId,
        excused_at -> SqlInstant,
    }
}

diesel::joinable!(satisfaction -> ticket (ticket_id));
diesel::allow_tables_to_appear_in_same_query!(satisfaction, ticket);
