//! What is known about mails and their roads.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mail_judgement (inbound_mail_id) {
        inbound_mail_id -> SqlId,
        judgement -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    notice_report (id) {
        id -> SqlId,
        outbox_id -> SqlId,
        inbound_mail_id -> Nullable<SqlId>,
        recipient -> Text,
        outcome -> Text,
        reason -> Text,
        said -> Text,
        reported_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    address_mark (address) {
        address -> Text,
        marked_at -> SqlInstant,
        cleared_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    watcher (ticket_id, person_id) {
        ticket_id -> SqlId,
        person_id -> SqlId,
        added_by -> SqlId,
        added_at -> SqlInstant,
    }
}
