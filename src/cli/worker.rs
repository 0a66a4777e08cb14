//! `punctual worker`: clocks, mail in and out, without the web server.

use tokio::sync::watch;

use super::Failure;
use super::installation::{Installation, bring_up_to_date, open_existing, start, start_logs};
use super::serve::receive;
use crate::clock::Clock;
use crate::worker;

/// Arguments of `punctual worker`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let config = args.installation.config()?;
    start_logs(&config.log);
    let db = open_existing(&config)?;
    bring_up_to_date(&db)?;
    let app = start(config, Clock::System, db)?;
    let mail = worker::receiver::listen(&app.config).map_err(Failure)?;
    super::runtime()?.block_on(async move {
        super::start_monitor(&app)?;
        let (stop, stopped) = watch::channel(false);
        let receiver = tokio::spawn(receive(app.clone(), mail, stopped.clone()));
        let worker = tokio::spawn(worker::run(app.clone(), stopped));
        tracing::info!("working");
        super::until_told_to_stop().await;
        stop.send_replace(true);
        let _ = receiver.await;
        let _ = worker.await;
        app.db.clone().close();
        Ok(())
    })
}
