//! The address to which a mail can be sent from another terminal.

use crate::app::App;
use crate::mail::{MailEnvelope, Refusal};
use crate::service::{self, ServiceError};

/// How this road is called in the list of received mail.
const SOURCE: &str = "smtp";

/// Keeps a mail; its sender is told so once it is committed. The worker reads it.
///
/// # Errors
/// [`Refusal::Never`] for a mail that is empty or too large, [`Refusal::TryAgain`] for trouble of our own.
pub async fn take(app: App, envelope: MailEnvelope, mail: Vec<u8>) -> Result<(), Refusal> {
    let (context, raw) = (app.context(), envelope.stamp(&mail));
    let stored = app.db.write(move |c| service::store_mail(c, &context, SOURCE, &raw, context.now)).await;
    match stored {
        Ok(_) => Ok(()),
        Err(ServiceError::Invalid { message, .. }) => Err(Refusal::Never(message)),
        Err(error) => {
            tracing::error!(%error, "a mail could not be kept; its sender tries again");
            Err(Refusal::TryAgain)
        }
    }
}
