//! A received mail, read from its bytes again.

use actix_web::web;

use super::error::WebError;
use super::site::Site;
use crate::domain::{InboundMail, InboundMailId, ParsedMail};
use crate::store;

/// The mail with this id and what could be read of it, off the event loop: any bytes may take a moment.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn read(site: &Site, id: InboundMailId) -> Result<(InboundMail, ParsedMail), WebError> {
    let (app, keys) = (site.app.clone(), site.app.keys());
    let found = site.app.db.read(move |c| -> Result<_, WebError> {
        let mail = store::inbound::find(c, id)?.ok_or(WebError::NotFound)?;
        let raw = store::blob::get(c, &keys, &mail.raw)?.unwrap_or_default();
        Ok((mail, raw, store::inbound::get_envelope(c, id)?))
    });
    let (mail, raw, envelope) = found.await?;
    let parsed = web::block(move || app.read_mail(&raw)).await.map_err(WebError::internal)?;
    Ok(match envelope {
        Some(envelope) => (mail, parsed.with_envelope(&envelope)),
        None => (mail, parsed),
    })
}
