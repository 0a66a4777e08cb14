//! Writes down by what received mails are found that were read before that was written down with each: after an upgrade.

use tokio::sync::watch;

use super::AFTER_FAILURE;
use crate::app::App;
use crate::domain::{InboundHead, InboundMailId};
use crate::mail;
use crate::store::{self, Connection, StoreError};

/// Mails that are looked at with one transaction: few, so that nobody waits for long to write.
const BATCH: i64 = 50;

/// Works what is left off until `stop` turns true, from the last received mail to the first, and ends with it.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut place = None;
    while !*stop.borrow() {
        match run_once(&app, place).await {
            Ok(None) => return,
            Ok(last) => place = last,
            Err(error) => {
                tracing::error!(%error, "it could not be written by what mails are found; trying again");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

/// Looks at some mails that came before this one, and gives the last of them; none where none is left. One whose bytes
/// cannot be had is passed over, until the next start.
///
/// # Errors
/// [`StoreError`] where the database fails.
pub async fn run_once(app: &App, before: Option<InboundMailId>) -> Result<Option<InboundMailId>, StoreError> {
    let keys = app.keys();
    let read = move |c: &mut Connection| -> Result<_, StoreError> {
        let mails = store::inbound::without_head(c, before, BATCH)?;
        let last = mails.last().map(|mail| mail.id);
        let mut heads = Vec::with_capacity(mails.len());
        for mail in mails {
            match store::blob::get(c, &keys, &mail.raw) {
                Ok(raw) => {
                    let header = mail::parse_header(&raw.unwrap_or_default());
                    heads.push((mail.id, InboundHead::of(&header)));
                }
                Err(error) => tracing::warn!(mail = %mail.id, %error, "nobody finds this mail by its sender"),
            }
        }
        Ok((last, heads))
    };
    let (last, heads) = app.db.read(read).await?;
    let write = move |c: &mut Connection| -> Result<(), StoreError> {
        heads.iter().try_for_each(|(mail, head)| store::inbound::add_head(c, *mail, head).map(drop))
    };
    app.db.write(write).await?;
    Ok(last)
}
