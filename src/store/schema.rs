//! The tables, once for both databases. The columns' types are those of [`sql_type`](super::sql_type).

mod account;
mod audit;
mod backup;
mod bulk;
mod customers;
mod desk;
mod follower;
mod holiday;
mod internal_change;
mod joined;
mod mail;
mod malware;
mod nodes;
mod programs;
mod promises;
mod receiving;
mod snooze;
mod templates;

pub use account::{link, recovery_code, second_step, session, throttle};
pub use audit::{audit_entry, audit_head};
pub(super) use backup::backup_run;
pub(super) use bulk::{bulk_change, bulk_line};
pub use customers::{contact_right, excuse, satisfaction};
pub use desk::*;
pub(super) use follower::ticket_follower;
pub(super) use holiday::{holiday_sweep, proclaimed_holiday};
pub(super) use internal_change::ticket_internal_change;
pub(super) use joined::{ticket_link, ticket_merge};
pub use mail::*;
pub(super) use malware::content_scan;
pub(super) use nodes::{mailbox_holder, node, stuck_ticket};
pub(super) use programs::{api_token, webhook, webhook_delivery};
pub use promises::{breach, page, promise};
pub use receiving::{inbound_envelope, inbound_head, mailbox_token, shortened_mail};
pub(super) use snooze::ticket_snooze;
pub(super) use templates::{mail_choice, notice_template};

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    rota (id) {
        id -> SqlId,
        name -> Text,
        definition -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    team (id) {
        id -> SqlId,
        name -> Text,
        rota_id -> Nullable<SqlId>,
        created_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    organization (id) {
        id -> SqlId,
        name -> Text,
        contract_key -> Text,
        time_zone -> Text,
        team_id -> Nullable<SqlId>,
        created_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    organization_domain (domain) {
        domain -> Text,
        organization_id -> SqlId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    person (id) {
        id -> SqlId,
        email -> Text,
        name -> Text,
        role -> Text,
        organization_id -> Nullable<SqlId>,
        team_id -> Nullable<SqlId>,
        time_zone -> Text,
        receives_breach_notices -> Bool,
        is_active -> Bool,
        created_at -> SqlInstant,
        password_hash -> Nullable<Text>,
        token_generation -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    contract_version (id) {
        id -> SqlId,
        key -> Text,
        name -> Text,
        number -> Integer,
        source -> Text,
        files -> SqlJson,
        effective_from -> SqlInstant,
        created_at -> SqlInstant,
        created_by -> Nullable<SqlId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    ticket (id) {
        id -> SqlId,
        number -> BigInt,
        version -> BigInt,
        subject -> Text,
        channel -> Text,
        status -> Text,
        organization_id -> Nullable<SqlId>,
        requester_id -> SqlId,
        assignee_id -> Nullable<SqlId>,
        team_id -> Nullable<SqlId>,
        contract_version_id -> SqlId,
        severity -> Text,
        severity_reason -> Text,
        severity_rank -> Integer,
        suggested_severity -> Nullable<Text>,
        suggestion_reason -> Nullable<Text>,
        answers -> Nullable<SqlJson>,
        timers -> Text,
        next_due_clock -> Nullable<Text>,
        next_due_at -> Nullable<SqlInstant>,
        next_wake_at -> Nullable<SqlInstant>,
        queue_order -> BigInt,
        breach_count -> Integer,
        is_outside_agreement -> Bool,
        follows_up -> Nullable<SqlId>,
        created_at -> SqlInstant,
        updated_at -> SqlInstant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    blob (hash) {
        hash -> Text,
        size -> BigInt,
        bytes -> Binary,
        key_id -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    inbound_mail (id) {
        id -> SqlId,
        source -> Text,
        raw -> Text,
        size -> BigInt,
        received_at -> SqlInstant,
        state -> Text,
        error -> Nullable<Text>,
        attempts -> Integer,
        ticket_id -> Nullable<SqlId>,
        next_read_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    message (id) {
        sequence -> BigInt,
        id -> SqlId,
        ticket_id -> SqlId,
        author_id -> SqlId,
        kind -> Text,
        channel -> Text,
        text -> Text,
        html -> Nullable<Text>,
        inbound_mail_id -> Nullable<SqlId>,
        created_at -> SqlInstant,
        unread -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    attachment (id) {
        id -> SqlId,
        ticket_id -> SqlId,
        message_id -> SqlId,
        file_name -> Text,
        content_type -> Text,
        content -> Text,
        size -> BigInt,
        content_id -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    activity (id) {
        sequence -> BigInt,
        id -> SqlId,
        ticket_id -> SqlId,
        at -> SqlInstant,
        recorded_at -> SqlInstant,
        person_id -> Nullable<SqlId>,
        kind -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    outbox (id) {
        sequence -> BigInt,
        id -> SqlId,
        key -> Text,
        channel -> Text,
        ticket_id -> Nullable<SqlId>,
        recipient -> Text,
        label -> Text,
        notice -> SqlJson,
        message_id -> Text,
        state -> Text,
        priority -> Integer,
        attempts -> Integer,
        next_attempt_at -> SqlInstant,
        last_error -> Nullable<Text>,
        created_at -> SqlInstant,
        sent_at -> Nullable<SqlInstant>,
        claimed_by -> Nullable<SqlId>,
        under_way_since -> Nullable<SqlInstant>,
        uncertain_at -> Nullable<SqlInstant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mail_reference (message_id, inbound_mail_id) {
        message_id -> Text,
        inbound_mail_id -> SqlId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    mailbox_state (name) {
        name -> Text,
        uid_validity -> BigInt,
        last_uid -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    setting (key) {
        key -> Text,
        value -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql_type::*;

    idempotency_key (person_id, key) {
        person_id -> SqlId,
        key -> Text,
        fingerprint -> Text,
        ticket_id -> Nullable<SqlId>,
        created_at -> SqlInstant,
    }
}

diesel::joinable!(breach -> ticket (ticket_id));
diesel::joinable!(promise -> ticket (ticket_id));
diesel::joinable!(attachment -> ticket (ticket_id));
diesel::joinable!(attachment -> message (message_id));
diesel::joinable!(mail_reference -> inbound_mail (inbound_mail_id));

diesel::allow_tables_to_appear_in_same_query!(
    rota,
    team,
    organization,
    organization_domain,
    person,
    contract_version,
    ticket,
    blob,
    inbound_mail,
    message,
    attachment,
    activity,
    bulk_change,
    bulk_line,
    ticket_snooze,
    ticket_follower,
    outbox,
    mail_reference,
    breach,
    promise,
    page,
    mailbox_state,
    setting,
    idempotency_key,
    draft,
    held_reply,
    ticket_tag,
    saved_view,
    presence
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    ticket::contract_version_id,
    ticket::organization_id,
    ticket::team_id,
    promise::clock,
    promise::severity,
    promise::outcome
);
