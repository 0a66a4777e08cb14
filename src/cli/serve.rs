//! `punctual serve`: the web server, and the worker beside it.

use std::net::TcpListener;

use tokio::sync::watch;

use super::Failure;
use super::installation::{Installation, bring_up_to_date, missing_file, open_quietly, start, start_logs};
use crate::app::App;
use crate::clock::Clock;
use crate::{web, worker};

/// Arguments of `punctual serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
    /// Only pages and API: run `punctual worker` somewhere else.
    #[arg(long)]
    no_worker: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let config = args.installation.config()?;
    start_logs(&config.log);
    let missing = missing_file(&config)?;
    let db = open_quietly(&config)?;
    if let Some(file) = missing {
        tracing::info!(file = %file.display(), "there was no database: it was made");
    }
    bring_up_to_date(&db)?;
    let app = start(config, Clock::System, db)?;
    serve(app, !args.no_worker)
}

/// Serves until SIGTERM or SIGINT, then finishes requests and deliveries under way.
fn serve(app: App, with_worker: bool) -> Result<(), Failure> {
    let listener = TcpListener::bind(app.config.http.listen).map_err(|error| {
        Failure(format!("http.listen: {} cannot be used: {error}", app.config.http.listen))
    })?;
    let mail = if with_worker { worker::receiver::listen(&app.config).map_err(Failure)? } else { None };
    serve_beside(app, listener, with_worker, |app, stop| receive(app, mail, stop))
}

/// Receives mail on a socket, as the configuration says, until it is time to stop.
pub(super) async fn receive(app: App, socket: Option<TcpListener>, stop: watch::Receiver<bool>) {
    if let (Some(socket), Some(receiver)) = (socket, &app.config.receiver) {
        tracing::info!(listen = %receiver.listen, "receiving mail");
        let settings = receiver.settings.clone();
        worker::receiver::run(app, socket, settings, stop).await;
    }
}

/// The same on a socket that listens already, beside something else that ends when it is told to.
pub(super) fn serve_beside<F>(
    app: App,
    listener: TcpListener,
    with_worker: bool,
    beside: impl FnOnce(App, watch::Receiver<bool>) -> F,
) -> Result<(), Failure>
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = super::runtime()?;
    runtime.block_on(async move {
        super::start_monitor(&app)?;
        let (stop, stopped) = watch::channel(false);
        let beside = tokio::spawn(beside(app.clone(), stopped.clone()));
        let worker = with_worker.then(|| tokio::spawn(worker::run(app.clone(), stopped)));
        tracing::info!(listen = %app.config.http.listen, url = %app.config.public_url, "serving");
        let server = web::server(app.clone(), listener).map_err(Failure::of)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        super::until_told_to_stop().await;
        tracing::info!("stopping: requests and deliveries under way are finished first");
        stop.send_replace(true);
        app.closing.send_replace(true);
        handle.stop(true).await;
        let _ = server.await;
        let _ = beside.await;
        if let Some(worker) = worker {
            let _ = worker.await;
        }
        app.db.clone().close();
        Ok(())
    })
}
