//! `punctual demo`: everything at once on a fresh database, with some weeks of tickets to look at.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use super::Failure;
use super::installation::{open_quietly, start_logs};
use super::output::print;
use super::serve::serve_beside;
use crate::app::App;
use crate::clock::{Clock, system_now};
use crate::config::{Config, Log};
use crate::demo::{self, Filled, Folder, PASSWORD, Served, Welcome};
use crate::mail::{Mailer, MemoryMailer, ReceiverSettings};
use crate::web::auth::{Password, random};
use crate::worker;

/// How many ports after a taken one are tried.
const PORTS_TRIED: u16 = 20;

/// Arguments of `punctual demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder for the database and the configuration; it has to be empty. Without one, a new temporary folder.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Where the pages are served; the next free port is taken if this one is not free.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Where mail is received over SMTP; the next free port is taken if this one is not free.
    #[arg(long, default_value = "127.0.0.1:2525", value_name = "ADDRESS")]
    smtp: SocketAddr,
    /// Only make the database, and serve nothing.
    #[arg(long)]
    no_serve: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    start_logs(&Log { json: false, filter: "warn".to_owned() });
    let folder = folder(args.dir.as_deref())?;
    if args.no_serve {
        let (app, filled) = fill(&folder, args.listen)?;
        app.db.close();
        return tell(&Welcome { folder: &folder, filled, served: None });
    }
    let (pages, mail) = (listen(args.listen)?, listen(args.smtp)?);
    let served = Served { pages: address(&pages)?, mail: address(&mail)? };
    let (app, filled) = fill(&folder, served.pages)?;
    tell(&Welcome { folder: &folder, filled, served: Some(served) })?;
    serve_beside(app, pages, true, |app, stop| {
        let settings = ReceiverSettings::new(app.config.mail.from.domain());
        worker::receiver::run(app, mail, settings, stop)
    })
}

fn tell(welcome: &Welcome<'_>) -> Result<(), Failure> {
    print(|out| write!(out, "{welcome}"))
}

fn folder(named: Option<&Path>) -> Result<Folder, Failure> {
    let fresh = || std::env::temp_dir().join(format!("punctual-demo-{}", random::hex(4)));
    Folder::prepare(&named.map_or_else(fresh, Path::to_owned)).map_err(Failure::of)
}

/// Opens an installation in the folder and fills it with the past. Mail stays in memory; the outbox shows it.
fn fill(folder: &Folder, listen: SocketAddr) -> Result<(App, Filled), Failure> {
    folder.write_config(listen).map_err(Failure::of)?;
    print(|out| writeln!(out, "Living through five weeks of support in {} ...", folder.path().display()))?;
    // Variables of another installation must not lead the demonstration to its database.
    let config = Config::load(Some(&folder.config_file()), std::iter::empty()).map_err(Failure::of)?;
    let database = open_quietly(&config)?;
    database.migrate().map_err(Failure::of)?;
    let mailer = Mailer::Memory(MemoryMailer::default());
    let app = App::open(config, Clock::System, database, mailer).map_err(Failure::of)?;
    let hash = Password::choose(PASSWORD).map_err(Failure::of)?.hash().map_err(Failure::of)?;
    let filled = demo::fill(&app, system_now(), hash).map_err(Failure::of)?;
    Ok((app, filled))
}

/// Listens at an address, or at the next free port after it.
fn listen(wanted: SocketAddr) -> Result<TcpListener, Failure> {
    let mut at = wanted;
    for _ in 0..PORTS_TRIED {
        match TcpListener::bind(at) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && at.port() < u16::MAX => {
                at.set_port(at.port() + 1);
            }
            Err(error) => return Err(Failure(format!("{at} can't be used: {error}"))),
        }
    }
    Err(Failure(format!("{wanted} and the {PORTS_TRIED} ports after it are taken: name a free one.")))
}

fn address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(Failure::of)
}
