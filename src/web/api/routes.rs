//! The API's part of the routes' table.

use super::{
    api_tokens, contracts, document, inbound, mailbox_tokens, me, organizations, outbox, people, promises,
    reports, rotas, search, sessions, teams, tickets, webhooks,
};
use crate::web::access::Access;
use crate::web::handlers::attachments;
use crate::web::routes::{Entry, delete, get, post, put};

/// Every route of the API.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let mut all = vec![
        get("/api/v1/openapi.json", Access::Public, document::show),
        get("/api/v1/sessions", Access::InPerson, sessions::list),
        post("/api/v1/sessions", Access::Public, sessions::begin),
        delete("/api/v1/sessions", Access::InPerson, sessions::revoke_others),
        post("/api/v1/sessions/refresh", Access::Public, sessions::refresh),
        delete("/api/v1/sessions/current", Access::InPerson, sessions::end),
        delete("/api/v1/sessions/{id}", Access::InPerson, sessions::revoke),
        get("/api/v1/me", Access::SignedIn, me::show),
        get("/api/v1/attachments/{id}", Access::SignedIn, attachments::download),
    ];
    all.extend(ticket_entries());
    all.extend(people_entries());
    all.extend(office_entries());
    all
}

fn ticket_entries() -> Vec<Entry> {
    vec![
        get("/api/v1/tickets", Access::SignedIn, tickets::list::list),
        post("/api/v1/tickets", Access::SignedIn, tickets::open::open),
        post("/api/v1/tickets/bulk", Access::Staff, tickets::bulk::change),
        post("/api/v1/tickets/bulk/{id}/undo", Access::Staff, tickets::bulk::undo),
        get("/api/v1/tickets/{number}", Access::SignedIn, tickets::show::show),
        get("/api/v1/tickets/{number}/history", Access::SignedIn, tickets::history::history),
        post("/api/v1/tickets/{number}/replies", Access::SignedIn, tickets::write::reply),
        post("/api/v1/tickets/{number}/notes", Access::Staff, tickets::write::note),
        post("/api/v1/tickets/{number}/acknowledgement", Access::Staff, tickets::acknowledge::acknowledge),
        post("/api/v1/tickets/{number}/page/take", Access::Staff, tickets::take_page::take),
        post("/api/v1/tickets/{number}/suggestion/dismissal", Access::Staff, tickets::suggestion::dismiss),
        post("/api/v1/tickets/{number}/watchers", Access::SignedIn, tickets::watchers::add),
        delete("/api/v1/tickets/{number}/watchers/{id}", Access::SignedIn, tickets::watchers::remove),
        put("/api/v1/tickets/{number}/assignee", Access::Staff, tickets::assign::assign),
        put("/api/v1/tickets/{number}/severity", Access::Staff, tickets::severity::set),
        put("/api/v1/tickets/{number}/status", Access::Staff, tickets::status::set),
        post("/api/v1/tickets/{number}/solution", Access::Customer, tickets::solution::say),
        delete("/api/v1/tickets/{number}/solution", Access::Customer, tickets::solution::take_back),
        put("/api/v1/tickets/{number}/following", Access::Staff, tickets::following::begin),
        delete("/api/v1/tickets/{number}/following", Access::Staff, tickets::following::end),
        put("/api/v1/tickets/{number}/snooze", Access::Staff, tickets::snooze::put),
        delete("/api/v1/tickets/{number}/snooze", Access::Staff, tickets::snooze::end),
        put("/api/v1/tickets/{number}/tags", Access::Staff, tickets::tags::set),
        post("/api/v1/tickets/{number}/merge", Access::Staff, tickets::related::merge),
        delete("/api/v1/tickets/{number}/merge", Access::Staff, tickets::related::unmerge),
        post("/api/v1/tickets/{number}/split", Access::Staff, tickets::related::split),
        post("/api/v1/tickets/{number}/links", Access::Staff, tickets::related::link),
        post("/api/v1/tickets/{number}/links/removal", Access::Staff, tickets::related::unlink),
        get("/api/v1/tags", Access::Staff, tickets::tags::in_use),
        get("/api/v1/search", Access::SignedIn, search::search),
    ]
}

/// Customers, people, and who is on call.
fn people_entries() -> Vec<Entry> {
    vec![
        get("/api/v1/organizations", Access::Staff, organizations::list::list),
        post("/api/v1/organizations", Access::Admin, organizations::add::add),
        get("/api/v1/organizations/{id}", Access::Staff, organizations::list::show),
        put("/api/v1/organizations/{id}", Access::Admin, organizations::change::change),
        get("/api/v1/people", Access::Staff, people::list::list),
        post("/api/v1/people", Access::Admin, people::add::add),
        get("/api/v1/people/{id}", Access::Staff, people::list::show),
        put("/api/v1/people/{id}", Access::Admin, people::change::change),
        put("/api/v1/people/{id}/access", Access::Admin, people::access::set),
        post("/api/v1/people/{id}/sign-in-reset", Access::Admin, people::access::reset),
        post("/api/v1/people/{id}/address-clearance", Access::Admin, people::access::clear_address),
        get("/api/v1/teams", Access::Staff, teams::list),
        post("/api/v1/teams", Access::Admin, teams::add),
        put("/api/v1/teams/{id}", Access::Admin, teams::change),
        get("/api/v1/rotas", Access::Staff, rotas::list::list),
        post("/api/v1/rotas", Access::Admin, rotas::change::add),
        put("/api/v1/rotas/{id}", Access::Admin, rotas::change::change),
        post("/api/v1/rotas/{id}/stand-ins", Access::Admin, rotas::stand_in::add),
        post("/api/v1/rotas/{id}/stand-ins/removal", Access::Admin, rotas::stand_in::remove),
    ]
}

/// Agreements, mail and figures.
fn office_entries() -> Vec<Entry> {
    vec![
        post("/api/v1/promises/preview", Access::Customer, promises::preview),
        get("/api/v1/contracts", Access::SignedIn, contracts::list::list),
        post("/api/v1/contracts", Access::Admin, contracts::add::add),
        post("/api/v1/contracts/check", Access::Manager, contracts::check::check),
        get("/api/v1/contracts/{key}", Access::SignedIn, contracts::show::show),
        get("/api/v1/contracts/{key}/holidays", Access::Admin, contracts::holidays::list),
        post("/api/v1/contracts/{key}/holidays", Access::Admin, contracts::holidays::proclaim),
        delete("/api/v1/contracts/{key}/holidays/{date}", Access::Admin, contracts::holidays::withdraw),
        get("/api/v1/inbound", Access::Admin, inbound::list),
        post("/api/v1/inbound", Access::Mailbox, inbound::take),
        get("/api/v1/inbound/{id}/raw", Access::Admin, inbound::raw),
        post("/api/v1/inbound/{id}/release", Access::Admin, inbound::release),
        post("/api/v1/inbound/{id}/discard", Access::Admin, inbound::discard),
        post("/api/v1/inbound/{id}/restoration", Access::Admin, inbound::restore),
        post("/api/v1/inbound/{id}/reading", Access::Admin, inbound::reread),
        get("/api/v1/mailbox-tokens", Access::Admin, mailbox_tokens::list),
        post("/api/v1/mailbox-tokens", Access::Admin, mailbox_tokens::add),
        delete("/api/v1/mailbox-tokens/{id}", Access::Admin, mailbox_tokens::revoke),
        get("/api/v1/api-tokens", Access::AdminInPerson, api_tokens::list),
        post("/api/v1/api-tokens", Access::AdminInPerson, api_tokens::add),
        delete("/api/v1/api-tokens/{id}", Access::AdminInPerson, api_tokens::revoke),
        get("/api/v1/webhooks", Access::Admin, webhooks::list::list),
        post("/api/v1/webhooks", Access::Admin, webhooks::change::add),
        get("/api/v1/webhooks/{id}", Access::Admin, webhooks::list::show),
        put("/api/v1/webhooks/{id}", Access::Admin, webhooks::change::change),
        delete("/api/v1/webhooks/{id}", Access::Admin, webhooks::change::remove),
        put("/api/v1/webhooks/{id}/work", Access::Admin, webhooks::change::work),
        post("/api/v1/webhooks/{id}/key", Access::Admin, webhooks::key::renew),
        post("/api/v1/webhooks/{id}/test", Access::Admin, webhooks::change::test),
        get("/api/v1/webhooks/{id}/deliveries", Access::Admin, webhooks::deliveries::list),
        post("/api/v1/webhook-deliveries/{id}/repetition", Access::Admin, webhooks::deliveries::repeat),
        get("/api/v1/outbox", Access::Admin, outbox::list),
        post("/api/v1/outbox/{id}/retry", Access::Admin, outbox::retry),
        get("/api/v1/breaches", Access::Manager, reports::breaches::list),
        get("/api/v1/promises", Access::Manager, reports::promises::list),
        get("/api/v1/reports/promises", Access::Manager, reports::tally::tally),
    ]
}
