//! Who shares the work, and who holds what.

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
