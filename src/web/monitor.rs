//! The operator's own address: health in full and metrics, for every process, those without pages too. It listens where
//! the configuration says, on loopback or an inner network, since it asks nobody who they are.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::{App as HttpApp, HttpServer, web};

use super::handlers::health;
use super::site::Site;
use crate::app::App;

/// A monitoring server on a listening socket; it runs once it is awaited or spawned.
///
/// # Errors
/// Where the socket can't be used.
pub fn monitor(app: App, listener: TcpListener) -> std::io::Result<Server> {
    let site = web::Data::new(Site::new(app));
    let server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(site.clone())
            .route("/livez", web::get().to(health::live))
            .route("/readyz", web::get().to(health::ready))
            .route("/healthz", web::get().to(health::full))
            .route("/metrics", web::get().to(health::metrics))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}
