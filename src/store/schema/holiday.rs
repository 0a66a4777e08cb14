//! The tables of holidays that were proclaimed, and of those whose clocks are still to be moved.

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

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    holiday_sweep (holiday_id) {
        holiday_id -> SqlId,
        person_id -> SqlId,
        after_ticket -> Nullable<SqlId>,
    }
}
