//! SMTP to the next server, by connections that are kept and used again.
//!
//! lettre's own pool is not used: it takes back a connection whose mail was given up half way, and the next mail would
//! read the answers of the last one. Here a connection belongs to the delivery that uses it and comes back only after
//! success.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::net::TcpStream;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::{OutgoingMail, SendError, SmtpSettings};
use crate::domain::{EmailAddress, Urgency};
use crate::mail::Security;

// Every step has an end of its own, so that a server that stalls never keeps a mail from its next try for long.
/// For a free connection.
const PERMIT_TIMEOUT: Duration = Duration::from_secs(45);
/// Greeting, TLS and sign-in together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// One command and its answer; there are three of them.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);
/// The mail and the final answer.
const DATA_TIMEOUT: Duration = Duration::from_secs(120);
/// A connection that rested longer is not used again: many servers hang up after a minute.
const LONGEST_REST: Duration = Duration::from_secs(50);

/// Sends mail to one server. Clones share its connections.
#[derive(Clone)]
pub struct SmtpMailer {
    inner: Arc<Inner>,
}

struct Inner {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    permits: Semaphore,
    urgent_permit: Semaphore,
    resting: Mutex<Vec<Resting>>,
}

struct Resting {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl SmtpMailer {
    /// A mailer for these settings; it connects when the first mail is sent.
    ///
    /// # Errors
    /// What is wrong with the settings, in words.
    pub fn new(settings: SmtpSettings) -> Result<Self, String> {
        let tls = match settings.security {
            Security::None => None,
            Security::StartTls | Security::Tls => Some(tls_parameters(&settings)?),
        };
        let permits = Semaphore::new(settings.connections.clamp(1, 100));
        let urgent_permit = Semaphore::new(1);
        Ok(Self {
            inner: Arc::new(Inner { settings, tls, permits, urgent_permit, resting: Mutex::default() }),
        })
    }

    pub(super) async fn send(
        &self,
        mail: &OutgoingMail,
        is_ours: impl Future<Output = bool> + Send,
    ) -> Result<(), SendError> {
        let envelope = envelope(mail)?;
        let Ok(Ok(_permit)) = timeout(PERMIT_TIMEOUT, self.permit(mail.urgency)).await else {
            return Err(SendError::Temporary("every connection to the mail server is busy".to_owned()));
        };
        let mut connection = match self.rested_connection().await {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        if !is_ours.await {
            self.resting().push(Resting { connection, since: Instant::now() });
            return Err(SendError::TakenOver);
        }
        deliver(&mut connection, &envelope, &mail.bytes).await?;
        self.resting().push(Resting { connection, since: Instant::now() });
        Ok(())
    }

    /// Connects and signs in on a connection of its own, which does not count among those that send.
    pub(super) async fn probe(&self) -> Result<(), SendError> {
        let mut connection = self.connect().await?;
        let _ = timeout(Duration::from_secs(5), connection.quit()).await;
        Ok(())
    }

    /// Leave to use one more connection.
    async fn permit(&self, urgency: Urgency) -> Result<SemaphorePermit<'_>, AcquireError> {
        match urgency {
            Urgency::Ordinary => self.inner.permits.acquire().await,
            Urgency::Urgent => tokio::select! {
                biased;
                permit = self.inner.permits.acquire() => permit,
                permit = self.inner.urgent_permit.acquire() => permit,
            },
        }
    }

    /// A connection that still answers, if there is one.
    async fn rested_connection(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let Resting { mut connection, since } = self.resting().pop()?;
            let is_fresh = since.elapsed() < LONGEST_REST;
            let answers = timeout(Duration::from_secs(5), connection.test_connected());
            if is_fresh && answers.await.unwrap_or(false) {
                return Some(connection);
            }
        }
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Resting>> {
        self.inner.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whatever fails before a mail is mentioned has nothing to do with the mail: it is tried again later.
    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        match timeout(CONNECT_TIMEOUT, self.try_connect()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(why)) => Err(SendError::Temporary(why)),
            Err(_) => Err(SendError::Temporary("the mail server did not answer in time".to_owned())),
        }
    }

    async fn try_connect(&self) -> Result<AsyncSmtpConnection, String> {
        let hello = ClientId::default();
        let connection = match self.inner.settings.security {
            Security::Tls => self.wrapped_connection(&hello).await.map_err(|error| in_words(&error))?,
            Security::None | Security::StartTls => {
                let socket = self.prompt_socket().await.map_err(|error| error.to_string())?;
                let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(socket), &hello);
                greeted.await.map_err(|error| in_words(&error))?
            }
        };
        self.begin(connection, &hello).await.map_err(|error| in_words(&error))
    }

    /// A mail and its end are two writes. Unless the second leaves at once, it waits until the server has said that the first
    /// arrived, which most systems put off for 40 milliseconds (RFC 896 meets RFC 1122 section 4.2.3.2).
    async fn prompt_socket(&self) -> std::io::Result<TcpStream> {
        let settings = &self.inner.settings;
        let socket = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
        socket.set_nodelay(true)?;
        Ok(socket)
    }

    /// A connection that is TLS from its first byte. lettre makes its socket, and so it is not a prompt one.
    async fn wrapped_connection(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, Error> {
        let settings = &self.inner.settings;
        let server = (settings.host.as_str(), settings.port);
        let tls = self.inner.tls.clone();
        AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT_TIMEOUT), hello, tls, None).await
    }

    async fn begin(
        &self,
        mut connection: AsyncSmtpConnection,
        hello: &ClientId,
    ) -> Result<AsyncSmtpConnection, Error> {
        let settings = &self.inner.settings;
        if settings.security == Security::StartTls
            && let Some(tls) = self.inner.tls.clone()
        {
            connection.starttls(tls, hello).await?;
        }
        if let Some((user, password)) = &settings.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SmtpMailer({:?})", self.inner.settings)
    }
}

async fn deliver(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    bytes: &[u8],
) -> Result<(), SendError> {
    let parameters = mail_parameters(connection, envelope, bytes)?;
    command(connection, Mail::new(envelope.from().cloned(), parameters)).await?;
    for recipient in envelope.to() {
        command(connection, Rcpt::new(recipient.clone(), vec![])).await?;
    }
    command(connection, Data).await?;
    let lost = "the mail was handed over, but the mail server's answer got lost";
    match timeout(DATA_TIMEOUT, connection.message(bytes)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.status().is_some() => Err(refusal(&error)),
        Ok(Err(error)) => Err(SendError::Uncertain(format!("{lost}: {}", in_words(&error)))),
        Err(_) => Err(SendError::Uncertain(lost.to_owned())),
    }
}

fn mail_parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    bytes: &[u8],
) -> Result<Vec<MailParameter>, SendError> {
    let server = connection.server_info();
    let mut parameters = Vec::new();
    let is_international = |address: &lettre::Address| !AsRef::<str>::as_ref(address).is_ascii();
    if envelope.to().iter().chain(envelope.from()).any(is_international) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::Permanent(
                "the mail server takes no addresses with letters beyond ASCII (SMTPUTF8)".to_owned(),
            ));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

async fn command(
    connection: &mut AsyncSmtpConnection,
    command: impl std::fmt::Display,
) -> Result<(), SendError> {
    match timeout(COMMAND_TIMEOUT, connection.command(command)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error)),
        Err(_) => Err(SendError::Temporary("the mail server did not answer in time".to_owned())),
    }
}

/// 5xx is final, except where it says that we are not signed in, which an operator can mend (RFC 4954 section 6).
fn refusal(error: &Error) -> SendError {
    let code = error.status().map(u16::from);
    let is_about_us = matches!(code, Some(530 | 534 | 535 | 538));
    if error.is_permanent() && !is_about_us {
        SendError::Permanent(in_words(error))
    } else {
        SendError::Temporary(in_words(error))
    }
}

/// The error with its causes, in one line of bearable length.
fn in_words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

fn envelope(mail: &OutgoingMail) -> Result<Envelope, SendError> {
    let address = |address: &EmailAddress| lettre::Address::new(address.local(), address.domain());
    let unusable = |error: String| SendError::Permanent(format!("the address cannot be used: {error}"));
    let from =
        mail.return_path.as_ref().map(address).transpose().map_err(|error| unusable(error.to_string()))?;
    let to = address(&mail.to).map_err(|error| unusable(error.to_string()))?;
    Envelope::new(from, vec![to]).map_err(|error| unusable(error.to_string()))
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca_file {
        let pem = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|error| format!("{}: {error}", path.display()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| error.to_string())
}
