//! The web server: routes, and what surrounds every request.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as HttpApp, HttpServer, web};

use super::middleware::{error_answers, guard, patience, request_log, security_headers};
use super::routes::{self, AccessTable};
use super::site::Site;
use super::tls;
use crate::app::App;

/// How long requests under way may take after the server was told to stop, in seconds.
const GRACE_SECONDS: u64 = 20;

/// A server on a listening socket. It runs once it is awaited or spawned; stopping it through its handle finishes
/// requests under way. It leaves signals to its caller.
///
/// # Errors
/// Where the socket can't be used.
pub fn server(app: App, listener: TcpListener) -> std::io::Result<Server> {
    let site = Site::new(app);
    tokio::spawn(site.live.clone().run(site.app.clone()));
    let limit = site.app.config.http.max_body;
    let (certificate, idle) = (site.app.config.http.certificate.clone(), site.app.config.http.idle);
    let server = HttpServer::new(move || {
        let table = web::Data::new(AccessTable::new(&routes::entries()));
        HttpApp::new()
            .app_data(web::Data::new(site.clone()))
            .app_data(table)
            .app_data(web::PayloadConfig::new(limit))
            .app_data(web::FormConfig::default().limit(limit))
            .wrap(from_fn(patience))
            .wrap(from_fn(guard))
            .wrap(from_fn(error_answers))
            .wrap(from_fn(security_headers))
            .wrap(Compress::default())
            .wrap(from_fn(request_log))
            .configure(|config| routes::configure(routes::entries(), config))
    });
    let server = server.workers(workers()).disable_signals().shutdown_timeout(GRACE_SECONDS);
    let server = server.client_request_timeout(idle);
    let server = match certificate {
        Some(files) => {
            let config = tls::server_config(&files).map_err(std::io::Error::other)?;
            server.listen_rustls_0_23(listener, config)?
        }
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// How many threads take requests: half of the processors. What they wait for is worked on by the threads of the
/// database, and each of them keeps a table of the routes of its own, in megabytes.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, |processors| processors.get().div_ceil(2))
}
