//! Whether the process lives, whether it can serve, and whether everything is well.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::domain::{Check, Condition};
use crate::web::site::Site;

/// What the public is told: which things were looked at, and how they are, but nothing that was seen.
#[derive(Serialize)]
struct Shown<'a> {
    check: &'a str,
    condition: Condition,
}

/// What the operator is told.
#[derive(Serialize)]
struct Full<'a> {
    checks: &'a [Check],
}

/// `GET /livez`: the process answers. For what restarts a process that hangs.
#[allow(clippy::unused_async, reason = "the router takes asynchronous handlers only")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: requests can be served, since the database answers and takes writes; else 503. For load balancers.
pub async fn ready(site: web::Data<Site>) -> HttpResponse {
    let (status, body) = match site.app.is_ready().await {
        true => (StatusCode::OK, "ready\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    };
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(body)
}

/// `GET /healthz`: how each thing is, as JSON; 503 while anything fails. For monitoring.
pub async fn health(site: web::Data<Site>) -> HttpResponse {
    let health = site.app.health().await;
    let shown: Vec<_> =
        health.checks.iter().map(|check| Shown { check: &check.name, condition: check.condition }).collect();
    HttpResponse::build(status(health.is_well())).json(shown)
}

/// The same with what was seen and what to do about it: only on the operator's own address.
pub async fn full(site: web::Data<Site>) -> HttpResponse {
    let health = site.app.health().await;
    HttpResponse::build(status(health.is_well())).json(Full { checks: &health.checks })
}

/// `GET /metrics`: figures for Prometheus, only on the operator's own address.
pub async fn metrics(site: web::Data<Site>) -> HttpResponse {
    let health = site.app.health().await;
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(site.app.metrics.text(&health))
}

fn status(is_well: bool) -> StatusCode {
    if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}
