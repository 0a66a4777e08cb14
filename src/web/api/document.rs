//! The API's own description (OpenAPI 3.1), made from the handlers and the types that they use.

use actix_web::HttpResponse;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::{
    api_tokens, contracts, inbound, mailbox_tokens, me, organizations, outbox, people, promises, reports,
    rotas, search, sessions, teams, tickets, webhooks,
};
use crate::web::handlers::see_other;
use crate::web::problem::Problem;

/// The description of the API.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Punctual",
        description = "A helpdesk that keeps its promises: support agreements become clocks.\n\n\
            Instants are RFC 3339 in UTC. Errors are problem documents (RFC 9457) that name the field at fault. \
            A change that carries the ticket's entity tag in `If-Match` is refused with 412 if the ticket was changed since."
    ),
    paths(
        show,
        sessions::list,
        sessions::begin,
        sessions::refresh,
        sessions::revoke_others,
        sessions::end,
        sessions::revoke,
        me::show,
        attachment,
        tickets::list::list,
        tickets::open::open,
        tickets::show::show,
        tickets::history::history,
        tickets::write::reply,
        tickets::write::note,
        tickets::acknowledge::acknowledge,
        tickets::take_page::take,
        tickets::suggestion::dismiss,
        tickets::watchers::add,
        tickets::watchers::remove,
        tickets::assign::assign,
        tickets::severity::set,
        tickets::status::set,
        tickets::solution::say,
        tickets::solution::take_back,
        tickets::tags::set,
        tickets::related::merge,
        tickets::related::unmerge,
        tickets::related::split,
        tickets::related::link,
        tickets::related::unlink,
        tickets::tags::in_use,
        tickets::following::begin,
        tickets::following::end,
        tickets::snooze::put,
        tickets::snooze::end,
        tickets::bulk::change,
        tickets::bulk::undo,
        search::search,
        promises::preview,
        contracts::list::list,
        contracts::add::add,
        contracts::check::check,
        contracts::show::show,
        contracts::holidays::list,
        contracts::holidays::proclaim,
        contracts::holidays::withdraw,
        organizations::list::list,
        organizations::list::show,
        organizations::add::add,
        organizations::change::change,
        people::list::list,
        people::list::show,
        people::add::add,
        people::change::change,
        people::access::set,
        people::access::reset,
        people::access::clear_address,
        teams::list,
        teams::add,
        teams::change,
        rotas::list::list,
        rotas::change::add,
        rotas::change::change,
        rotas::stand_in::add,
        rotas::stand_in::remove,
        inbound::list,
        inbound::take,
        inbound::raw,
        inbound::reread,
        inbound::release,
        inbound::discard,
        inbound::restore,
        mailbox_tokens::list,
        mailbox_tokens::add,
        mailbox_tokens::revoke,
        api_tokens::list,
        api_tokens::add,
        api_tokens::revoke,
        webhooks::list::list,
        webhooks::list::show,
        webhooks::change::add,
        webhooks::change::change,
        webhooks::change::remove,
        webhooks::change::work,
        webhooks::key::renew,
        webhooks::change::test,
        webhooks::deliveries::list,
        webhooks::deliveries::repeat,
        outbox::list,
        outbox::retry,
        reports::breaches::list,
        reports::promises::list,
        reports::tally::tally,
    ),
    components(schemas(Problem)),
    security(("bearer" = [])),
    modifiers(&Common)
)]
struct Described;

/// What every operation has in common: the token, and problem documents.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem = ResponseBuilder::new()
            .description("What is wrong, and with which field")
            .content("application/problem+json", content)
            .build();
        for path in document.paths.paths.values_mut() {
            let operations = [&mut path.get, &mut path.post, &mut path.put, &mut path.delete];
            for operation in operations.into_iter().flatten() {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
            }
        }
    }
}

/// Get this description
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document", security(()),
    responses((status = 200, description = "The OpenAPI document", content_type = "application/json", body = serde_json::Value)))]
#[allow(clippy::unused_async, reason = "the router takes asynchronous handlers only")]
pub(super) async fn show() -> HttpResponse {
    HttpResponse::Ok().json(document())
}

/// `GET /api/v1` and `/api/v1/`: who looks there is led to the description.
#[allow(clippy::unused_async, reason = "the router takes asynchronous handlers only")]
pub async fn lead() -> HttpResponse {
    see_other("/api/v1/openapi.json")
}

/// Download a file
///
/// Always as a download, under the name that it was sent with.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", tag = "tickets",
    params(("id" = String, Path, description = "The file’s id")),
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream", body = Vec<u8>)))]
#[allow(dead_code, reason = "describes the handler that the pages share")]
fn attachment() {}
