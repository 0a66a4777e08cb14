//! Programs: their tokens, and the webhooks that tell them.

use punctual::domain::AuditAction::*;

use super::{Case, Fields, form};

/// The cases of tokens.
pub fn tokens() -> Vec<Case> {
    vec![
        form("/admin/mailbox-tokens", "", &[("name", "Mail provider")], "Mail provider", MailboxTokenAdded)
            .wrong(&[("name", " ")], "name", "Write a name", ""),
        form(
            "/admin/mailbox-tokens/{id}/revoke",
            "mailbox token",
            &[],
            "The token is good for nothing from now on.",
            MailboxTokenRevoked,
        ),
        form(
            "/admin/api-tokens",
            "",
            &[("name", "Robot"), ("person", "agent@provider.example"), ("scope", "read"), ("life", "30")],
            "New token, shown once",
            ApiTokenAdded,
        )
        .wrong(
            &[("name", "Typed"), ("person", "nobody"), ("scope", "read"), ("life", "30")],
            "person",
            "",
            "value=\"Typed\"",
        ),
        form(
            "/admin/api-tokens/{id}/revoke",
            "api token",
            &[],
            "The token is good for nothing from now on.",
            ApiTokenRevoked,
        ),
    ]
}

/// The cases of webhooks.
pub fn webhooks() -> Vec<Case> {
    let wrong: Fields = &[("name", "Typed"), ("url", "https://10.0.0.1/"), ("ticket.opened", "yes")];
    let webhook = "webhook";
    vec![
        form(
            "/admin/webhooks/new",
            "",
            &[("name", "Chat"), ("url", "http://127.0.0.1:9/"), ("ticket.opened", "yes")],
            "The key of its signatures, shown once",
            WebhookAdded,
        )
        .wrong(wrong, "url", "10.0.0.1 is", "value=\"Typed\""),
        form(
            "/admin/webhooks/{id}",
            webhook,
            &[("name", "Other chat"), ("url", "http://127.0.0.1:9/"), ("ticket.replied", "yes")],
            "Other chat",
            WebhookChanged,
        )
        .wrong(wrong, "url", "10.0.0.1 is", "value=\"Typed\""),
        form("/admin/webhooks/{id}/test", webhook, &[], "The test is on its way.", WebhookTested),
        form(
            "/admin/webhook-deliveries/{id}/repeat",
            "delivery",
            &[],
            "It is posted again.",
            DeliveryRepeated,
        ),
        form(
            "/admin/webhooks/{id}/key",
            webhook,
            &[("old_key", "signs_for_a_day")],
            "The old key signs until",
            WebhookKeyRenewed,
        )
        .wrong(
            &[("old_key", "stays")],
            "old_key",
            "Choose what becomes of the old key.",
            "Signs everything that leaves from now on.",
        ),
        form("/admin/webhooks/{id}/pause", webhook, &[], "Nothing more is posted to it.", WebhookPaused),
        form("/admin/webhooks/{id}/resume", webhook, &[], "It is at work again.", WebhookResumed),
        form("/admin/webhooks/{id}/remove", webhook, &[], "Removed.", WebhookRemoved),
    ]
}
