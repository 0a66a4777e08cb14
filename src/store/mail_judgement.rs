//! What we thought of each received mail.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::mail_judgement;
use super::sql_type::Json;
use super::word::{Row, json};
use super::{Connection, StoreError};
use crate::domain::{InboundMailId, MailJudgement};

/// Writes the judgement on a mail, over an earlier one.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn put(c: &mut Connection, mail: InboundMailId, judgement: &MailJudgement) -> Result<(), StoreError> {
    let row = (mail_judgement::inbound_mail_id.eq(mail), mail_judgement::judgement.eq(json(judgement)?));
    let insert = diesel::insert_into(mail_judgement::table).values(row);
    if OnBoth(insert.on_conflict(mail_judgement::inbound_mail_id).do_nothing()).execute(c)? == 0 {
        diesel::update(mail_judgement::table.find(mail))
            .set(mail_judgement::judgement.eq(json(judgement)?))
            .execute(c)?;
    }
    Ok(())
}

/// The judgement on a mail; none before its first reading.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, mail: InboundMailId) -> Result<Option<MailJudgement>, StoreError> {
    let found: Option<Json> =
        mail_judgement::table.find(mail).select(mail_judgement::judgement).first(c).optional()?;
    found.map(|document| Row { table: "mail_judgement", id: &mail }.json(document)).transpose()
}

/// The judgements on these mails, where there are any.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    mails: &[InboundMailId],
) -> Result<Vec<(InboundMailId, MailJudgement)>, StoreError> {
    let rows: Vec<(InboundMailId, Json)> = mail_judgement::table
        .filter(mail_judgement::inbound_mail_id.eq_any(mails))
        .select((mail_judgement::inbound_mail_id, mail_judgement::judgement))
        .load(c)?;
    rows.into_iter()
        .map(|(mail, document)| Ok((mail, Row { table: "mail_judgement", id: &mail }.json(document)?)))
        .collect()
}
