//! The table of holidays that were proclaimed.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    proclaimed_holiday (id) {
        id -> SqlId,
        contract_key -> Text,
        date -> Text,
        name -> Text,
        proclaimed_by -> SqlId,
        proclaimed_at -> SqlInstant,
        withdrawn_by -> Nullable<SqlId>,
        withdrawn_at -> Nullable<SqlInstant>,
    }
}
