//! Before a mail is written into a ticket: its bytes are fetched, taken apart, and its origin is looked into.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::domain::{Authentication, Envelope, InboundMail, InboundMailId, ParsedMail};
use crate::mail;
use crate::service::ServiceError;
use crate::store::{self, Connection};

/// A mail that takes longer to be taken apart is shown as it came. No known mail does.
const LONGEST_READING: Duration = Duration::from_secs(30);

/// A stored mail with all that is kept of it.
pub(super) struct Loaded {
    pub(super) inbound: InboundMail,
    /// Whose it is, its Message-ID, and what it answers.
    pub(super) header: ParsedMail,
    bytes: Result<Bytes, ServiceError>,
}

/// A mail that was taken apart, with what is known of its origin.
pub(super) struct ReadMail {
    pub(super) inbound: InboundMail,
    pub(super) mail: ParsedMail,
    pub(super) authentication: Authentication,
}

struct Bytes {
    raw: Vec<u8>,
    envelope: Option<Envelope>,
    left_behind: Option<i64>,
}

/// Fetches what is kept of these mails. A mail whose bytes don't open fails for itself.
///
/// # Errors
/// [`ServiceError`] where the database fails as a whole.
pub(super) async fn load(app: &App, mails: Vec<InboundMail>) -> Result<Vec<Loaded>, ServiceError> {
    let this = app.clone();
    let load = move |c: &mut Connection| {
        let one = |inbound: InboundMail| {
            let bytes = bytes(c, &this, &inbound);
            let raw = bytes.as_ref().map_or(&[][..], |bytes| &bytes.raw);
            Loaded { header: mail::parse_header(raw), inbound, bytes }
        };
        Ok(mails.into_iter().map(one).collect())
    };
    app.db.read(load).await
}

fn bytes(c: &mut Connection, app: &App, inbound: &InboundMail) -> Result<Bytes, ServiceError> {
    let id: InboundMailId = inbound.id;
    let raw = store::blob::get(c, &app.keys(), &inbound.raw)?.ok_or(ServiceError::NotFound("raw mail"))?;
    let envelope = store::inbound::get_envelope(c, id)?;
    let left_behind = store::inbound::get_shortened(c, id)?;
    Ok(Bytes { raw, envelope, left_behind })
}

/// Takes a mail apart, off the threads that answer people, and looks into its origin.
///
/// # Errors
/// [`ServiceError`] where its bytes could not be fetched.
pub(super) async fn read(app: &App, loaded: Loaded) -> Result<ReadMail, ServiceError> {
    let Loaded { inbound, header, bytes } = loaded;
    let Bytes { raw, envelope, left_behind } = bytes?;
    let raw = Arc::new(raw);
    let parsed = take_apart(Arc::clone(&raw), header).await;
    let parsed = match &envelope {
        Some(envelope) => parsed.with_envelope(envelope),
        None => parsed,
    };
    let parsed = ParsedMail { left_behind, ..parsed };
    let authentication =
        app.authenticate(&inbound.source, &raw, envelope.as_ref(), parsed.from.as_ref()).await;
    Ok(ReadMail { inbound, mail: parsed, authentication })
}

/// Should a mail be found that takes too long, or that nothing can be read of, it becomes a ticket all the same: with
/// what its header says, and the original to be downloaded.
async fn take_apart(raw: Arc<Vec<u8>>, header: ParsedMail) -> ParsedMail {
    let parsing = tokio::task::spawn_blocking(move || mail::parse(&raw));
    match tokio::time::timeout(LONGEST_READING, parsing).await {
        Ok(Ok(parsed)) => parsed,
        Ok(Err(_)) | Err(_) => ParsedMail { faults: mail::unreadable().faults, ..header },
    }
}
