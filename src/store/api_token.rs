//! Tokens with which programs call the API.

use diesel::prelude::*;

use super::schema::api_token;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, PersonId};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = api_token)]
struct TokenColumns {
    id: ApiTokenId,
    person_id: PersonId,
    name: String,
    scope: String,
    created_at: At,
    expires_at: Option<At>,
    last_used_at: Option<At>,
    revoked_at: Option<At>,
}

/// Adds a token with the hash of its secret.
///
/// # Errors
/// [`StoreError::MissingReference`] if its person is not there.
pub fn insert(c: &mut Connection, token: &ApiToken, secret: &ApiSecret) -> Result<(), StoreError> {
    let columns = TokenColumns {
        id: token.id,
        person_id: token.person_id,
        name: storable(&token.name),
        scope: word(&token.scope)?,
        created_at: At(token.created_at),
        expires_at: token.expires_at.map(At),
        last_used_at: token.last_used_at.map(At),
        revoked_at: token.revoked_at.map(At),
    };
    diesel::insert_into(api_token::table).values((columns, api_token::hash.eq(secret.hash()))).execute(c)?;
    Ok(())
}

/// The token of this secret, good or not.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_secret(c: &mut Connection, secret: &ApiSecret) -> Result<Option<ApiToken>, StoreError> {
    let row = api_token::table.filter(api_token::hash.eq(secret.hash())).select(TokenColumns::as_select());
    row.first(c).optional()?.map(TokenColumns::into_token).transpose()
}

/// What a token is called, whether it is still good or not; none for an unknown one.
///
/// # Errors
/// [`StoreError`].
pub fn name(c: &mut Connection, id: ApiTokenId) -> Result<Option<String>, StoreError> {
    Ok(api_token::table.find(id).select(api_token::name).first(c).optional()?)
}

/// Every token, the newest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<ApiToken>, StoreError> {
    let rows = api_token::table.order(api_token::id.desc()).select(TokenColumns::as_select());
    rows.load(c)?.into_iter().map(TokenColumns::into_token).collect()
}

/// Writes down that a token was used.
///
/// # Errors
/// [`StoreError`].
pub fn mark_used(c: &mut Connection, id: ApiTokenId, now: Instant) -> Result<(), StoreError> {
    diesel::update(api_token::table.find(id)).set(api_token::last_used_at.eq(Some(At(now)))).execute(c)?;
    Ok(())
}

/// Makes a token good for nothing; one that is already keeps its instant.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn revoke(c: &mut Connection, id: ApiTokenId, now: Instant) -> Result<(), StoreError> {
    let still_good = api_token::table.find(id).filter(api_token::revoked_at.is_null());
    let revoked = diesel::update(still_good).set(api_token::revoked_at.eq(Some(At(now)))).execute(c)?;
    if revoked == 0 {
        api_token::table.find(id).select(api_token::id).first::<ApiTokenId>(c)?;
    }
    Ok(())
}

impl TokenColumns {
    fn into_token(self) -> Result<ApiToken, StoreError> {
        let id = self.id;
        Ok(ApiToken {
            id,
            person_id: self.person_id,
            name: self.name,
            scope: Row { table: "api_token", id: &id }.word(self.scope)?,
            created_at: self.created_at.0,
            expires_at: self.expires_at.map(|at| at.0),
            last_used_at: self.last_used_at.map(|at| at.0),
            revoked_at: self.revoked_at.map(|at| at.0),
        })
    }
}
