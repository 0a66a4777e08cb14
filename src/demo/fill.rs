//! Filling a fresh installation.

use super::cast;
use super::history::{self, Imminent};
use crate::app::App;
use crate::service::ServiceError;
use crate::sla::Instant;

/// What a demonstration holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// Tickets, whatever their status.
    pub tickets: usize,
    /// The promise that breaks within minutes, if the agreements give one at this hour.
    pub imminent: Option<Imminent>,
}

/// Fills a fresh installation with people and with the weeks before `now`, in one transaction.
///
/// All people share one password, of which `password_hash` is the hash. The same `now` gives the same history.
///
/// # Errors
/// [`ServiceError`]; nothing is written then.
pub fn fill(app: &App, now: Instant, password_hash: String) -> Result<Filled, ServiceError> {
    let beginning = now - history::LENGTH;
    let context = app.context_at(beginning).unhurried();
    app.db.write_now(move |c| {
        let cast = cast::assemble(c, &context, &password_hash)?;
        history::live(c, &context, &cast, now)
    })
}
