//! Who shares the work, who holds what, and what keeps failing.

use super::ticket;

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    node (id) {
        id -> SqlId,
        beat -> BigInt,
        since -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mailbox_holder (name) {
        name -> Text,
        node_id -> SqlId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    stuck_ticket (ticket_id) {
        ticket_id -> SqlId,
        attempts -> Integer,
        error -> Text,
        since -> SqlInstant,
        next_try_at -> SqlInstant,
    }
}

diesel::joinable!(stuck_ticket -> ticket (ticket_id));
diesel::allow_tables_to_appear_in_same_query!(stuck_ticket, ticket);
