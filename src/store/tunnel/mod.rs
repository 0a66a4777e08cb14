//! TLS to PostgreSQL.
//!
//! libpq is built without TLS, so that building the program needs neither OpenSSL nor Perl. Where the address asks
//! for TLS, each connection goes by a tunnel of its own: a thread connects to the server, encrypts the connection by
//! rustls, and carries what libpq says to a Unix socket in a folder that only this user may enter. The socket takes
//! one connection, and is gone by the time the database is used. That the server can't be reached, offers no TLS, or
//! is not who it should be, is found out before libpq is asked at all, and told in words.
//!
//! libpq looks up `.pgpass` by the host, which is the folder here: a password belongs into the address, whose setting
//! may lie in a file.

mod address;
mod demand;
mod dial;
mod relay;
mod trust;
mod vigilance;

use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::time::timeout;

use address::{Address, Host};
use demand::{Demand, Proof};

use super::{Reach, StoreError};

/// How long a server has to answer, unless `connect_timeout` says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);
/// How libpq calls its socket in a folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// How an address has its server reached.
pub(super) fn reach(url: &str) -> Result<Reach, StoreError> {
    let address = Address::read(url)?;
    Ok(match address.demand()? {
        None if address.hosts.iter().all(Host::is_here) => Reach::Here,
        None => Reach::Readable,
        Some(Demand { proof: Proof::None, .. }) => Reach::EncryptedForAnybody,
        Some(Demand { proof: Proof::Issuer, .. }) => Reach::EncryptedForAnyOfItsIssuer,
        Some(Demand { proof: Proof::IssuerAndName, .. }) => Reach::Encrypted,
    })
}

/// Connects by an address: `connect` is given one for libpq, of the server itself or of a tunnel to it.
pub(super) fn connect<T>(
    url: &str,
    connect: impl Fn(&str) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let address = Address::read(url)?;
    let Some(demand) = address.demand()? else { return connect(&address.watched(url)) };
    let patience = address.patience().map_or(PATIENCE, Duration::from_secs);
    let mut outcome = Err(StoreError::BadUrl("the address of the database names no host".to_owned()));
    for host in &address.hosts {
        outcome = Tunnel::open(host.clone(), demand.clone(), patience)
            .and_then(|tunnel| connect(&address.through(&tunnel.folder.path().display().to_string())));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// An encrypted connection that waits for libpq. What is established goes on when this is dropped.
struct Tunnel {
    folder: TempDir,
}

impl Tunnel {
    fn open(host: Host, demand: Demand, patience: Duration) -> Result<Self, StoreError> {
        let folder = private_folder()?;
        let socket = folder.path().join(SOCKET);
        let listener =
            std::os::unix::net::UnixListener::bind(&socket).map_err(|error| unavailable(&error))?;
        listener.set_nonblocking(true).map_err(|error| unavailable(&error))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| unavailable(&e))?;
        let (outcome, established) = sync_channel(1);
        std::thread::Builder::new()
            .name("punctual-tunnel".to_owned())
            .spawn(move || runtime.block_on(carry(listener, &host, &demand, patience, &outcome)))
            .map_err(|error| unavailable(&error))?;
        match established.recv() {
            Ok(Ok(())) => Ok(Self { folder }),
            Ok(Err(why)) => Err(unavailable(&why)),
            Err(_) => Err(unavailable(&"the thread that encrypts it ended")),
        }
    }
}

/// Establishes the connection, tells of it, and carries what is said until it ends.
async fn carry(
    listener: std::os::unix::net::UnixListener,
    host: &Host,
    demand: &Demand,
    patience: Duration,
    outcome: &SyncSender<Result<(), String>>,
) {
    let dialled = timeout(patience, dial::dial(host, demand)).await;
    let server = match dialled.unwrap_or_else(|_| Err(format!("{host} does not answer in time"))) {
        Ok(server) => server,
        Err(why) => return drop(outcome.send(Err(why))),
    };
    let listener = UnixListener::from_std(listener).map_err(|error| error.to_string());
    let told = outcome.send(listener.as_ref().map(drop).map_err(Clone::clone));
    let (Ok(listener), Ok(())) = (listener, told) else { return };
    if let Ok(Ok((libpq, _))) = timeout(PATIENCE, listener.accept()).await {
        drop(listener);
        // A connection that breaks is seen by libpq as a server that hangs up.
        let _ = relay::relay(libpq, server).await;
    }
}

/// A folder that nobody else may enter, among temporary files, or where the program runs if there is no such place, as
/// in a container that holds nothing but the program.
fn private_folder() -> Result<TempDir, StoreError> {
    let make = |place: &Path| {
        use std::os::unix::fs::PermissionsExt;
        let permissions = std::fs::Permissions::from_mode(0o700);
        tempfile::Builder::new().prefix("punctual-").permissions(permissions).tempdir_in(place)
    };
    make(&std::env::temp_dir()).or_else(|_| make(&std::env::current_dir()?)).map_err(|error| {
        unavailable(&format!("no folder could be made for its socket, name a place by TMPDIR: {error}"))
    })
}

fn unavailable(why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("cannot connect to PostgreSQL: {why}"))
}
