//! `/account/sessions/...`: people end sessions of their own.

use actix_web::{HttpRequest, HttpResponse};

use super::account::{finish, prove};
use super::see_other;
use crate::domain::SessionId;
use crate::service::account;
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::visit::{PathId, Visit};

/// Where the form goes that ends sessions.
pub(super) const FORM: &str = "/account/sessions/end-others";

/// Ends another session of one's own. Who signed in a while ago types the password again: who came into somebody's
/// session shall not shut them out of the others.
///
/// # Errors
/// [`WebError::NotFound`] for one that is not one's own.
pub async fn end_session(
    visit: Visit,
    request: HttpRequest,
    PathId(id): PathId<SessionId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    if let Err(error) = prove_lately(&visit, &request, &posted).await {
        return finish(&visit, FORM, Err(error)).await;
    }
    visit.write(move |c, cx, by| account::end_session(c, cx, by.id, id)).await?;
    Ok(see_other("/account?done=session_ended"))
}

/// Ends every other session of one's own.
///
/// # Errors
/// As [`Posted`].
pub async fn end_others(
    visit: Visit,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    if let Err(error) = prove_lately(&visit, &request, &posted).await {
        return finish(&visit, FORM, Err(error)).await;
    }
    let current = visit.session.in_person()?;
    visit.write(move |c, cx, by| account::end_other_sessions(c, cx, by.id, current)).await?;
    Ok(see_other("/account?done=sessions_ended"))
}

/// Checks the present password, unless the sign-in was a moment ago.
async fn prove_lately(visit: &Visit, request: &HttpRequest, posted: &Posted) -> Result<(), WebError> {
    match visit.session.is_recent(&visit.site).await? {
        true => Ok(()),
        false => prove(visit, request, posted).await,
    }
}
