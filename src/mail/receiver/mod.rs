//! A small SMTP and LMTP server (RFC 5321, RFC 2033) for a mail server in front, for demonstrations and for tests.
//!
//! It says 250 only after the handler has said that the mail is safe, and takes mail for its own recipients alone.
//! CRLF.CRLF alone ends a mail: a server in front that thinks otherwise of bare line ends can't be made to smuggle a
//! second mail into a first one. It relays nothing.

mod certificate;
mod command;
mod data;
mod dialogue;
mod recipients;
mod replay;
mod room;
mod wire;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

pub use self::certificate::CertificateFiles;
use self::dialogue::Dialogue;
pub use self::recipients::{Destination, Recipients};
pub use self::replay::replay;
use self::room::Room;
use crate::domain::Envelope;

/// Which dialogue is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// One answer a mail.
    Smtp,
    /// One answer a recipient.
    Lmtp,
}

/// What a receiver puts up with.
#[derive(Debug, Clone)]
pub struct ReceiverSettings {
    /// Our name in the greeting.
    pub host_name: String,
    /// Which dialogue is spoken.
    pub protocol: Protocol,
    /// For whom mail is taken.
    pub recipients: Recipients,
    /// The certificate for STARTTLS; without one it is not offered.
    pub certificate: Option<CertificateFiles>,
    /// Largest mail, in bytes.
    pub max_size: usize,
    /// Most bytes that mails under way may take together; beyond, senders are asked to try again later.
    pub max_under_way: usize,
    /// Most recipients a mail.
    pub max_recipients: usize,
    /// Most connections at once; more have to wait.
    pub max_connections: usize,
    /// Most mails a connection.
    pub max_mails: usize,
    /// Most refused commands a connection.
    pub max_faults: usize,
    /// How long the other side may say nothing.
    pub silence: Duration,
    /// How long one mail may take to arrive.
    pub mail_time: Duration,
}

impl ReceiverSettings {
    /// Sensible limits under this name, and no limit as to whom mail is taken for.
    #[must_use]
    pub fn new(host_name: &str) -> Self {
        Self {
            host_name: host_name.to_owned(),
            protocol: Protocol::Smtp,
            recipients: Recipients::Anybody,
            certificate: None,
            max_size: 50 * 1024 * 1024,
            max_under_way: 128 * 1024 * 1024,
            max_recipients: 100,
            max_connections: 100,
            max_mails: 1000,
            max_faults: 20,
            silence: Duration::from_secs(300),
            mail_time: Duration::from_secs(900),
        }
    }
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Our own trouble: the other side keeps the mail and tries again (451).
    TryAgain,
    /// It will never be taken, for this reason (554).
    Never(String),
}

/// A server that is bound to its address.
pub struct Receiver {
    listener: TcpListener,
    settings: Arc<ReceiverSettings>,
}

impl Receiver {
    /// Binds the address; port 0 takes a free one.
    ///
    /// # Errors
    /// Where the address can't be bound.
    pub async fn bind(address: SocketAddr, settings: ReceiverSettings) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self { listener, settings: Arc::new(settings) })
    }

    /// Takes over a socket that listens already. Has to be called where the connections will be served, within tokio.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn on(listener: std::net::TcpListener, settings: ReceiverSettings) -> std::io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self { listener: TcpListener::from_std(listener)?, settings: Arc::new(settings) })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Where the system can't say.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Receives mail until `stop` turns true; then lets the mails under way come to their end.
    ///
    /// `handler` gets each mail byte for byte as it came over the wire, dots unstuffed. `Ok` means that it is safe: the
    /// other side is told so and forgets it.
    pub async fn run<H, F>(self, handler: H, mut stop: watch::Receiver<bool>)
    where
        H: Fn(Envelope, Vec<u8>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(), Refusal>> + Send + 'static,
    {
        let permits = Arc::new(Semaphore::new(self.settings.max_connections.max(1)));
        let room = Room::new(self.settings.max_under_way.max(self.settings.max_size));
        let mut dialogues = JoinSet::new();
        while let Some((stream, peer)) = self.accept(&mut stop).await {
            let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { break };
            let settings = Arc::clone(&self.settings);
            let dialogue = Dialogue::new(stream, peer, settings, room.clone(), stop.clone());
            let handler = handler.clone();
            dialogues.spawn(async move {
                dialogue.hold(handler).await;
                drop(permit);
            });
            while dialogues.try_join_next().is_some() {}
        }
        while dialogues.join_next().await.is_some() {}
    }

    /// The next connection; none once it is time to stop.
    async fn accept(&self, stop: &mut watch::Receiver<bool>) -> Option<(TcpStream, SocketAddr)> {
        loop {
            let accepted = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return None,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok(connection) => return Some(connection),
                // Too many open files and the like pass; hurrying only makes them worse.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }
}
