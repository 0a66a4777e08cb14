//! Our own listener for mail: a mail server in front is told that a mail was taken once it is committed.

use std::net::TcpListener;

use tokio::sync::watch;

use crate::app::App;
use crate::config::Config;
use crate::domain::Envelope;
use crate::mail::{Protocol, Receiver, ReceiverSettings, Refusal};
use crate::service::{self, ServiceError};

/// Listens where the configuration says; none if it says nothing.
///
/// # Errors
/// In words, with the setting's name, where the address can't be used.
pub fn listen(config: &Config) -> Result<Option<TcpListener>, String> {
    let Some(receiver) = &config.receiver else { return Ok(None) };
    let listener = TcpListener::bind(receiver.listen)
        .map_err(|error| format!("receiver.listen: {} cannot be used: {error}", receiver.listen))?;
    Ok(Some(listener))
}

/// Takes mail until `stop` turns true, then lets the mails under way come to their end.
pub async fn run(app: App, listener: TcpListener, settings: ReceiverSettings, stop: watch::Receiver<bool>) {
    let source = source(settings.protocol);
    match Receiver::on(listener, settings) {
        Ok(receiver) => {
            receiver.run(move |envelope, mail| take(app.clone(), source, envelope, mail), stop).await;
        }
        Err(error) => tracing::error!(%error, "mail can't be received"),
    }
}

/// How this road is called in the list of received mail.
fn source(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Smtp => "smtp",
        Protocol::Lmtp => "lmtp",
    }
}

/// Keeps a mail; its sender is told so once it is committed. It is read afterwards.
async fn take(app: App, source: &'static str, envelope: Envelope, mail: Vec<u8>) -> Result<(), Refusal> {
    let context = app.context();
    let stored = app.db.write(move |c| service::store_delivery(c, &context, source, &mail, &envelope)).await;
    match stored {
        Ok(_) => Ok(()),
        Err(error @ ServiceError::Invalid(_)) => Err(Refusal::Never(error.to_string())),
        Err(error) => {
            tracing::error!(%error, "a mail could not be kept; its sender tries again");
            Err(Refusal::TryAgain)
        }
    }
}
