//! What a mail server said about a mail that it gave to our own listener.

use diesel::prelude::*;

use crate::domain::{Envelope, InboundMailId};
use crate::store::dialect::OnBoth;
use crate::store::schema::inbound_envelope;
use crate::store::sql_type::Json;
use crate::store::word::json;
use crate::store::{Connection, StoreError};

/// Keeps the envelope of a mail. Of a mail that comes twice, the first one stays.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn put_envelope(c: &mut Connection, mail: InboundMailId, envelope: &Envelope) -> Result<(), StoreError> {
    let row = (inbound_envelope::inbound_mail_id.eq(mail), inbound_envelope::envelope.eq(json(envelope)?));
    let insert = diesel::insert_into(inbound_envelope::table)
        .values(row)
        .on_conflict(inbound_envelope::inbound_mail_id)
        .do_nothing();
    OnBoth(insert).execute(c)?;
    Ok(())
}

/// The envelope of a mail; none for one that came by another road than our own listener.
///
/// # Errors
/// [`StoreError::Corrupt`] if it can't be read.
pub fn get_envelope(c: &mut Connection, mail: InboundMailId) -> Result<Option<Envelope>, StoreError> {
    let row = inbound_envelope::table.find(mail).select(inbound_envelope::envelope);
    let Some(Json(value)) = row.first(c).optional()? else { return Ok(None) };
    let corrupt = |_| StoreError::Corrupt { table: "inbound_envelope", id: mail.to_string() };
    serde_json::from_value(value).map(Some).map_err(corrupt)
}
