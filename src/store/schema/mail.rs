//! What is known about mails and their roads.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mail_judgement (inbound_mail_id) {
        inbound_mail_id -> SqlId,
        judgement -> SqlJson,
    }
}
