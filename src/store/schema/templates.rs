//! The words of our mail.

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
