//! Tokens of mail providers' webhooks.

use diesel::prelude::*;

use super::schema::mailbox_token;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{MailboxSecret, MailboxToken, MailboxTokenId};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mailbox_token)]
struct TokenColumns {
    id: MailboxTokenId,
    name: String,
    created_at: At,
    revoked_at: Option<At>,
}

/// Adds a token with the hash of its secret.
///
/// # Errors
/// [`StoreError`].
pub fn insert(c: &mut Connection, token: &MailboxToken, secret: &MailboxSecret) -> Result<(), StoreError> {
    let columns = TokenColumns {
        id: token.id,
        name: storable(&token.name),
        created_at: At(token.created_at),
        revoked_at: token.revoked_at.map(At),
    };
    diesel::insert_into(mailbox_token::table)
        .values((columns, mailbox_token::hash.eq(secret.hash())))
        .execute(c)?;
    Ok(())
}

/// The token of this secret, unless it was revoked.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_secret(
    c: &mut Connection,
    secret: &MailboxSecret,
) -> Result<Option<MailboxToken>, StoreError> {
    let row = mailbox_token::table
        .filter(mailbox_token::hash.eq(secret.hash()))
        .filter(mailbox_token::revoked_at.is_null())
        .select(TokenColumns::as_select());
    Ok(row.first(c).optional()?.map(TokenColumns::into_token))
}

/// What a token is called, whether it is still good or not; none for an unknown one.
///
/// # Errors
/// [`StoreError`].
pub fn name(c: &mut Connection, id: MailboxTokenId) -> Result<Option<String>, StoreError> {
    Ok(mailbox_token::table.find(id).select(mailbox_token::name).first(c).optional()?)
}

/// Every token, the newest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<MailboxToken>, StoreError> {
    let rows = mailbox_token::table.order(mailbox_token::id.desc()).select(TokenColumns::as_select());
    Ok(rows.load(c)?.into_iter().map(TokenColumns::into_token).collect())
}

/// Makes a token good for nothing; one that is already keeps its instant.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn revoke(c: &mut Connection, id: MailboxTokenId, now: Instant) -> Result<(), StoreError> {
    let still_good = mailbox_token::table.find(id).filter(mailbox_token::revoked_at.is_null());
    let revoked = diesel::update(still_good).set(mailbox_token::revoked_at.eq(Some(At(now)))).execute(c)?;
    if revoked == 0 {
        mailbox_token::table.find(id).select(mailbox_token::id).first::<MailboxTokenId>(c)?;
    }
    Ok(())
}

impl TokenColumns {
    fn into_token(self) -> MailboxToken {
        MailboxToken {
            id: self.id,
            name: self.name,
            created_at: self.created_at.0,
            revoked_at: self.revoked_at.map(|at| at.0),
        }
    }
}
