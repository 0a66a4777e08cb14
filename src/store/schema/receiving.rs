//! What belongs to the ways in for mail.

use super::inbound_mail;

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    inbound_envelope (inbound_mail_id) {
        inbound_mail_id -> SqlId,
        envelope -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    inbound_head (inbound_mail_id) {
        inbound_mail_id -> SqlId,
        sender -> Text,
        sender_name -> Text,
        subject -> Text,
        message_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    shortened_mail (inbound_mail_id) {
        inbound_mail_id -> SqlId,
        size -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mailbox_token (id) {
        id -> SqlId,
        name -> Text,
        hash -> Text,
        created_at -> SqlInstant,
        revoked_at -> Nullable<SqlInstant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(inbound_head, inbound_mail);
