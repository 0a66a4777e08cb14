//! What belongs to the ways in for mail.

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
