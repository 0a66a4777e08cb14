//! From settings to a connection that is signed in.

use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::credential::{Credential, XOAuth2};
use super::lively::Lively;
use super::{ImapError, ImapSettings};
use crate::mail::Security;
use crate::mail::tls::client_config;

/// TCP, TLS, greeting and sign-in together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// What IMAP runs over: TCP with or without TLS.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Wire for T {}

/// A connection that is signed in.
pub(super) type SignedIn = Session<Box<dyn Wire>>;

/// Connects and signs in.
pub(super) async fn connect(settings: &ImapSettings) -> Result<SignedIn, ImapError> {
    match try_in_time(settings).await {
        // An access token may have been taken back before its end: once a fresh one is tried.
        Err(ImapError::SignIn(_)) if settings.credential.renew().await => try_in_time(settings).await,
        outcome => outcome,
    }
}

async fn try_in_time(settings: &ImapSettings) -> Result<SignedIn, ImapError> {
    timeout(CONNECT_TIMEOUT, try_connect(settings)).await.map_err(|_| ImapError::TimedOut)?
}

async fn try_connect(settings: &ImapSettings) -> Result<SignedIn, ImapError> {
    let server = (settings.host.as_str(), settings.port);
    let tcp = Lively::new(TcpStream::connect(server).await.map_err(broken)?, settings.silence);
    let client = match settings.security {
        Security::None => greeted(Box::new(tcp)).await?,
        Security::Tls => greeted(encrypt(tcp, settings).await?).await?,
        Security::StartTls => {
            let mut client = greeted(Box::new(tcp)).await?;
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(|error| refused("STARTTLS", &error))?;
            // What the server said before the handshake, beyond its answer, goes with the old client unread.
            Client::new(encrypt(client.into_inner(), settings).await?)
        }
    };
    let signed_in = match &settings.credential {
        Credential::Password(password) => client.login(&settings.user, password).await,
        Credential::OAuth(tokens) => {
            let answer = XOAuth2::prepare(&settings.user, tokens).await?;
            client.authenticate("XOAUTH2", answer).await
        }
    };
    signed_in.map_err(|(error, _)| sign_in_error(&error))
}

async fn greeted(wire: Box<dyn Wire>) -> Result<Client<Box<dyn Wire>>, ImapError> {
    let mut client = Client::new(wire);
    match client.read_response().await.map_err(broken)? {
        Some(_greeting) => Ok(client),
        None => Err(ImapError::Connection("the server hung up at once".to_owned())),
    }
}

async fn encrypt<W: Wire + 'static>(wire: W, settings: &ImapSettings) -> Result<Box<dyn Wire>, ImapError> {
    let config = client_config(settings.ca_file.as_deref()).map_err(ImapError::Settings)?;
    let name = ServerName::try_from(settings.host.clone())
        .map_err(|_| ImapError::Settings(format!("“{}” is no host name", settings.host)))?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, wire).await.map_err(broken)?;
    Ok(Box::new(stream))
}

/// A connection that failed, in words.
#[allow(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn broken(error: std::io::Error) -> ImapError {
    ImapError::Connection(error.to_string())
}

/// What went wrong with a command that is not secret.
pub(super) fn refused(command: &'static str, error: &async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match error {
        Error::No(answer) | Error::Bad(answer) => ImapError::Refused { command, answer: answer.clone() },
        Error::Io(_) | Error::ConnectionLost => ImapError::Connection(error.to_string()),
        Error::Validate(_) => {
            ImapError::Settings(format!("a name holds characters that {command} can't take"))
        }
        _ => ImapError::Protocol(error.to_string()),
    }
}

fn sign_in_error(error: &async_imap::error::Error) -> ImapError {
    match refused("LOGIN", error) {
        ImapError::Refused { answer, .. } => ImapError::SignIn(answer),
        other => other,
    }
}
