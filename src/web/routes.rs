//! Every route, with who may call it. A request to anything that is not in here finds nothing.

use std::collections::HashMap;

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, Route, guard, web};

use super::access::Access;
use super::handlers::{
    account, admin, attachments, desk, events, health, home, letter, link_requests, links, mail_choices,
    manager, own_sessions, portal, preferences, rate, second_step, sign_in, sign_out, take,
};
use super::{api, assets};

/// One route.
pub struct Entry {
    /// GET also answers HEAD.
    pub method: Method,
    /// The pattern of its path.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    route: Route,
}

/// Who may call what, looked up by the guard for each request.
#[derive(Debug)]
pub struct AccessTable(HashMap<(Method, String), Access>);

impl AccessTable {
    /// The table of these routes.
    #[must_use]
    pub fn new(entries: &[Entry]) -> Self {
        let line = |entry: &Entry| ((entry.method.clone(), entry.path.to_owned()), entry.access);
        Self(entries.iter().map(line).collect())
    }

    /// Who may make this request; none where no route answers it.
    #[must_use]
    pub fn of(&self, request: &ServiceRequest) -> Option<Access> {
        let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
        self.0.get(&(method, request.match_pattern()?)).copied()
    }
}

/// A route that is read, by GET or HEAD.
pub(super) fn get<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let route = Route::new().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
    Entry { method: Method::GET, path, access, route }
}

/// A route that changes something, by POST.
pub(super) fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method: Method::POST, path, access, route: web::post().to(handler) }
}

/// A route that replaces something, by PUT.
pub(super) fn put<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method: Method::PUT, path, access, route: web::put().to(handler) }
}

/// A route that removes something, by DELETE.
pub(super) fn delete<F, Args>(path: &'static str, access: Access, handler: F) -> Entry
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Entry { method: Method::DELETE, path, access, route: web::delete().to(handler) }
}

/// Every route of the web part.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let mut all = vec![
        get("/livez", Access::Public, health::live),
        get("/healthz", Access::Public, health::health),
        get("/readyz", Access::Public, health::ready),
        get("/api/v1", Access::Public, api::lead),
        get("/api/v1/", Access::Public, api::lead),
        get("/static/{name:.*}", Access::Public, assets::serve),
        get("/signin", Access::Public, sign_in::show),
        post("/signin", Access::Public, sign_in::submit),
        get("/rate", Access::Public, rate::ask),
        post("/rate", Access::Public, rate::open),
        post("/rate/confirm", Access::Public, rate::confirm),
        get("/signin/code", Access::Public, second_step::show_code),
        post("/signin/code", Access::Public, second_step::submit_code),
        get("/signin/enrol", Access::Public, second_step::show_enrolment),
        post("/signin/enrol", Access::Public, second_step::submit_enrolment),
        get("/signin/forgotten", Access::Public, link_requests::show_forgotten),
        post("/signin/forgotten", Access::Public, link_requests::submit_forgotten),
        get("/signin/link", Access::Public, link_requests::show_link),
        post("/signin/link", Access::Public, link_requests::submit_link),
        get("/link", Access::Public, links::ask),
        post("/link", Access::Public, links::open),
        post("/link/confirm", Access::Public, links::confirm),
        get("/take", Access::Public, take::ask),
        post("/take", Access::Public, take::open),
        post("/take/confirm", Access::Public, take::confirm),
        get("/", Access::SignedIn, home::home),
        post("/signout", Access::SignedIn, sign_out::submit),
        post("/preferences", Access::SignedIn, preferences::set),
        get("/attachments/{id}", Access::SignedIn, attachments::download),
        get("/messages/{id}/html", Access::SignedIn, letter::show),
        get("/messages/{id}/raw", Access::Staff, letter::raw),
    ];
    all.extend(account_entries());
    all.extend(portal_entries());
    all.extend(desk_entries());
    all.extend(api::entries());
    all.extend(manager_entries());
    all.extend(mail_entries());
    all.extend(admin_entries());
    all
}

fn account_entries() -> Vec<Entry> {
    vec![
        get("/account", Access::SignedIn, account::show),
        post("/account/profile", Access::SignedIn, account::profile),
        post("/account/mails", Access::Staff, mail_choices::submit),
        post("/account/password", Access::SignedIn, account::password),
        post("/account/sessions/end-others", Access::SignedIn, own_sessions::end_others),
        post("/account/sessions/{id}/end", Access::SignedIn, own_sessions::end_session),
        post("/account/second-step/begin", Access::SignedIn, account::begin_second_step),
        post("/account/second-step/confirm", Access::SignedIn, account::confirm_second_step),
        post("/account/second-step/codes", Access::SignedIn, account::renew_codes),
        post("/account/second-step/remove", Access::SignedIn, account::remove_second_step),
    ]
}

fn portal_entries() -> Vec<Entry> {
    vec![
        get("/portal", Access::Customer, portal::tickets::show),
        get("/portal/events", Access::Customer, events::listen),
        get("/portal/report", Access::Customer, portal::report::show),
        post("/portal/report", Access::Customer, portal::report::submit),
        post("/portal/report/preview", Access::Customer, portal::report::preview),
        get("/portal/agreement", Access::Customer, portal::agreement::show),
        get("/portal/tickets/{number}", Access::Customer, portal::ticket::show),
        post("/portal/tickets/{number}/reply", Access::Customer, portal::ticket::reply),
        post("/portal/tickets/{number}/solve", Access::Customer, portal::solution::solve),
        post("/portal/tickets/{number}/unsolve", Access::Customer, portal::solution::unsolve),
        post("/portal/tickets/{number}/rate", Access::Customer, portal::satisfaction::submit),
        post("/portal/tickets/{number}/escalate", Access::Customer, portal::escalation::submit),
        post("/portal/tickets/{number}/watchers", Access::Customer, portal::watchers::add),
        post("/portal/tickets/{number}/watchers/remove", Access::Customer, portal::watchers::remove),
        get("/portal/contacts", Access::Customer, portal::contacts::show),
        post("/portal/contacts", Access::Customer, portal::contacts::submit),
    ]
}

fn desk_entries() -> Vec<Entry> {
    vec![
        get("/desk", Access::Staff, desk::queue::show),
        get("/desk/events", Access::Staff, events::listen),
        get("/desk/counts", Access::Staff, desk::counts::show),
        get("/desk/find", Access::Staff, desk::find::find),
        get("/desk/new", Access::Staff, desk::call::find),
        post("/desk/new", Access::Staff, desk::call::add),
        get("/desk/new/{id}", Access::Staff, desk::call::show),
        post("/desk/new/{id}", Access::Staff, desk::call::submit),
        get("/desk/tickets/{number}", Access::Staff, desk::ticket::show),
        post("/desk/tickets/{number}/presence", Access::Staff, desk::live::presence),
        post("/desk/tickets/{number}/draft", Access::Staff, desk::live::draft),
        post("/desk/tickets/{number}/follow", Access::Staff, desk::follow::follow),
        post("/desk/tickets/{number}/unfollow", Access::Staff, desk::follow::unfollow),
        post("/desk/tickets/{number}/snooze", Access::Staff, desk::snooze::submit),
        post("/desk/tickets/{number}/wake", Access::Staff, desk::snooze::wake),
        post("/desk/tickets/{number}/tags", Access::Staff, desk::actions::tags),
        get("/desk/macros", Access::Staff, desk::macros::list),
        post("/desk/macros", Access::Staff, desk::macros::add),
        get("/desk/macros/{id}", Access::Staff, desk::macros::show),
        post("/desk/macros/{id}", Access::Staff, desk::macros::change),
        post("/desk/macros/{id}/remove", Access::Staff, desk::macros::remove),
        post("/desk/bulk/preview", Access::Staff, desk::bulk::preview::show),
        post("/desk/bulk", Access::Staff, desk::bulk::done::submit),
        get("/desk/bulk/{id}", Access::Staff, desk::bulk::done::show),
        post("/desk/bulk/{id}/undo", Access::Staff, desk::bulk::done::undo),
        post("/desk/views", Access::Staff, desk::views::save),
        post("/desk/views/{id}/remove", Access::Staff, desk::views::remove),
        post("/desk/tickets/{number}/undo", Access::Staff, desk::actions::undo),
        post("/desk/tickets/{number}/send-now", Access::Staff, desk::actions::send_now),
        post("/desk/tickets/{number}/message", Access::Staff, desk::message::submit),
        post("/desk/tickets/{number}/watchers", Access::Staff, desk::watchers::add),
        post("/desk/tickets/{number}/watchers/remove", Access::Staff, desk::watchers::remove),
        get("/desk/tickets/{number}/join", Access::Staff, desk::join::show),
        post("/desk/tickets/{number}/merge", Access::Staff, desk::join::merge),
        post("/desk/tickets/{number}/unmerge", Access::Staff, desk::join::unmerge),
        post("/desk/tickets/{number}/links", Access::Staff, desk::join::link),
        post("/desk/tickets/{number}/links/remove", Access::Staff, desk::join::unlink),
        post("/desk/tickets/{number}/split", Access::Staff, desk::join::split),
        post("/desk/tickets/{number}/acknowledge", Access::Staff, desk::actions::acknowledge),
        post("/desk/tickets/{number}/assign", Access::Staff, desk::actions::assign),
        post("/desk/tickets/{number}/severity", Access::Staff, desk::actions::severity),
        post("/desk/tickets/{number}/dismiss", Access::Staff, desk::actions::dismiss),
        post("/desk/tickets/{number}/status", Access::Staff, desk::actions::status),
        post("/desk/tickets/{number}/take", Access::Staff, desk::actions::take),
    ]
}

fn manager_entries() -> Vec<Entry> {
    vec![
        get("/manager", Access::Manager, manager::board::show),
        get("/manager/promises", Access::Manager, manager::promises::show),
        get("/manager/breaches/{id}", Access::Manager, manager::breach::show),
        post("/manager/breaches/{id}", Access::Manager, manager::breach::excuse),
        post("/manager/breaches/{id}/withdraw", Access::Manager, manager::breach::withdraw),
        get("/manager/load", Access::Manager, manager::load::show),
        get("/manager/load.csv", Access::Manager, manager::load::download),
        get("/manager/load/tickets", Access::Manager, manager::load::tickets),
        get("/manager/satisfaction", Access::Manager, manager::satisfaction::show),
        get("/manager/satisfaction.csv", Access::Manager, manager::satisfaction::download),
        get("/manager/figures.csv", Access::Manager, manager::figures::download),
        get("/manager/promises.csv", Access::Manager, manager::export::download),
    ]
}

fn mail_entries() -> Vec<Entry> {
    vec![
        get("/outbox", Access::Manager, admin::outbox::redirect),
        get("/admin/outbox", Access::Manager, admin::outbox::show),
        get("/admin/outbox/{id}", Access::Manager, admin::outbox::show_notice),
        get("/admin/outbox/{id}/html", Access::Manager, admin::outbox::html),
        post("/admin/outbox/{id}/retry", Access::Manager, admin::outbox::retry),
        get("/admin/inbox", Access::Manager, admin::inbox::show),
        get("/admin/inbox/{id}", Access::Manager, admin::mail::show),
        get("/admin/inbox/{id}/raw", Access::Manager, admin::mail::raw),
        post("/admin/inbox/{id}/release", Access::Manager, admin::held_mail::release),
        post("/admin/inbox/{id}/discard", Access::Manager, admin::held_mail::discard),
        post("/admin/inbox/{id}/restore", Access::Manager, admin::held_mail::restore),
        post("/admin/inbox/{id}/read", Access::Manager, admin::mail::read_again),
    ]
}

fn admin_entries() -> Vec<Entry> {
    vec![
        get("/admin", Access::Admin, admin::overview::show),
        get("/admin/people", Access::Admin, admin::people::show),
        get("/admin/people.csv", Access::Admin, admin::people::download),
        get("/admin/people/new", Access::Admin, admin::new_person::show),
        post("/admin/people/new", Access::Admin, admin::new_person::submit),
        get("/admin/people/{id}", Access::Admin, admin::person::show),
        post("/admin/people/{id}", Access::Admin, admin::person::change),
        post("/admin/people/{id}/reset", Access::Admin, admin::person::reset),
        post("/admin/people/{id}/invite", Access::Admin, admin::person::invite),
        post("/admin/people/{id}/uninvite", Access::Admin, admin::person::uninvite),
        post("/admin/people/{id}/second-step", Access::Admin, admin::person::reset_second_step),
        post("/admin/people/{id}/address", Access::Admin, admin::person::clear_address),
        post("/admin/people/{id}/disable", Access::Admin, admin::person::disable),
        post("/admin/people/{id}/enable", Access::Admin, admin::person::enable),
        get("/admin/people/{id}/data", Access::Admin, admin::personal_data::show),
        post("/admin/people/{id}/export", Access::Admin, admin::personal_data::export),
        post("/admin/people/{id}/erase", Access::Admin, admin::personal_data::erase),
        get("/admin/audit", Access::Admin, admin::audit::show),
        get("/admin/audit.csv", Access::Admin, admin::audit::download),
        get("/admin/organizations", Access::Admin, admin::organizations::show),
        get("/admin/organizations.csv", Access::Admin, admin::organizations::download),
        get("/admin/organizations/new", Access::Admin, admin::new_organization::show),
        post("/admin/organizations/new", Access::Admin, admin::new_organization::submit),
        get("/admin/organizations/{id}", Access::Admin, admin::organization::show),
        post("/admin/organizations/{id}", Access::Admin, admin::organization::change),
        get("/admin/organizations/{id}/contacts", Access::Admin, admin::contacts::show),
        post("/admin/organizations/{id}/contacts", Access::Admin, admin::contacts::submit),
        get("/admin/teams", Access::Admin, admin::teams::show),
        get("/admin/teams/new", Access::Admin, admin::team::new),
        post("/admin/teams/new", Access::Admin, admin::team::add),
        get("/admin/teams/{id}", Access::Admin, admin::team::show),
        post("/admin/teams/{id}", Access::Admin, admin::team::change),
        post("/admin/teams/{id}/members", Access::Admin, admin::team_members::add),
        post("/admin/teams/{id}/members/remove", Access::Admin, admin::team_members::remove),
        get("/admin/rotas/new", Access::Admin, admin::new_rota::show),
        post("/admin/rotas/new", Access::Admin, admin::new_rota::submit),
        get("/admin/rotas/{id}", Access::Admin, admin::rota::show),
        post("/admin/rotas/{id}", Access::Admin, admin::rota::change),
        get("/admin/rotas/{id}/calendar", Access::Admin, admin::calendar::show),
        post("/admin/rotas/{id}/stand-ins", Access::Admin, admin::stand_in::add),
        post("/admin/rotas/{id}/stand-ins/remove", Access::Admin, admin::stand_in::remove),
        get("/admin/mailboxes", Access::Admin, admin::mailboxes::show),
        post("/admin/mailboxes/test", Access::Admin, admin::mailboxes::test),
        get("/admin/mailbox-tokens", Access::Admin, admin::mailbox_tokens::show),
        post("/admin/mailbox-tokens", Access::Admin, admin::mailbox_tokens::add),
        post("/admin/mailbox-tokens/{id}/revoke", Access::Admin, admin::mailbox_tokens::revoke),
        get("/admin/webhooks", Access::Admin, admin::webhooks::list),
        get("/admin/webhooks/new", Access::Admin, admin::webhooks::new),
        post("/admin/webhooks/new", Access::Admin, admin::webhooks::add),
        get("/admin/webhooks/{id}", Access::Admin, admin::webhook::show),
        post("/admin/webhooks/{id}", Access::Admin, admin::webhook::change),
        post("/admin/webhooks/{id}/key", Access::Admin, admin::webhook_key::renew),
        post("/admin/webhooks/{id}/test", Access::Admin, admin::webhook::test),
        post("/admin/webhooks/{id}/pause", Access::Admin, admin::webhook::pause),
        post("/admin/webhooks/{id}/resume", Access::Admin, admin::webhook::resume),
        post("/admin/webhooks/{id}/remove", Access::Admin, admin::webhook::remove),
        post("/admin/webhook-deliveries/{id}/repeat", Access::Admin, admin::webhooks::repeat),
        get("/admin/api-tokens", Access::Admin, admin::api_tokens::show),
        post("/admin/api-tokens", Access::Admin, admin::api_tokens::add),
        post("/admin/api-tokens/{id}/revoke", Access::Admin, admin::api_tokens::revoke),
        get("/admin/templates", Access::Admin, admin::templates::show),
        post("/admin/templates", Access::Admin, admin::template::save),
        post("/admin/templates/preview", Access::Admin, admin::template::preview),
        post("/admin/templates/reset", Access::Admin, admin::template::reset),
        get("/admin/templates/{kind}", Access::Admin, admin::template::show),
        get("/admin/templates/{kind}/preview", Access::Admin, admin::template::show_preview),
        get("/admin/contracts", Access::Admin, admin::contracts::show),
        get("/admin/contracts/new", Access::Admin, admin::new_contract::show),
        post("/admin/contracts/new", Access::Admin, admin::new_contract::submit),
        post("/admin/contracts/preview", Access::Admin, admin::new_contract::preview),
        get("/admin/contracts/{key}/compare", Access::Admin, admin::compare::show),
        get("/admin/contracts/{key}/holidays", Access::Admin, admin::holidays::show),
        post("/admin/contracts/{key}/holidays", Access::Admin, admin::holidays::proclaim),
        post("/admin/contracts/{key}/holidays/preview", Access::Admin, admin::holidays::preview),
        get("/admin/contracts/{key}/holidays/{date}", Access::Admin, admin::holiday::show),
        post("/admin/contracts/{key}/holidays/{date}/withdraw", Access::Admin, admin::holiday::withdraw),
        get("/admin/contracts/{key}", Access::Admin, admin::contract::show),
    ]
}

/// Puts every route into an application: those of one path together, so that a wrong method answers 405, and in the
/// table's order, since of two patterns that fit the first is taken.
pub fn configure(entries: Vec<Entry>, config: &mut web::ServiceConfig) {
    let mut resources: Vec<(&'static str, Resource)> = Vec::new();
    for entry in entries {
        match resources.iter_mut().find(|(path, _)| *path == entry.path) {
            Some((path, resource)) => {
                let so_far = std::mem::replace(resource, web::resource(*path));
                *resource = so_far.route(entry.route);
            }
            None => resources.push((entry.path, web::resource(entry.path).route(entry.route))),
        }
    }
    for (_, resource) in resources {
        config.service(resource);
    }
}
