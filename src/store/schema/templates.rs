//! The words of our mail, and who wants it.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    notice_template (id) {
        id -> SqlId,
        organization_id -> Nullable<SqlId>,
        kind -> Text,
        subject -> Text,
        text -> Text,
        saved_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mail_choice (person_id, mail) {
        person_id -> SqlId,
        mail -> Text,
        is_wanted -> Bool,
    }
}
