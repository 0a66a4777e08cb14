//! `/account/sessions/...`: people end sessions of their own.

use actix_web::{HttpRequest, HttpResponse, web};

use super::account::{finish, prove};
use super::see_other;
use crate::service::account;
use crate::store::Connection;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::site::Site;

/// Where the form goes that ends sessions.
pub(super) const FORM: &str = "/account/sessions/end-others";

/// Ends another session of one's own. Who signed in a while ago types the password again: who came into somebody's
/// session shall not shut them out of the others.
///
/// # Errors
/// [`WebError::NotFound`] for one that is not one's own.
pub async fn end_session(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    if let Err(error) = prove_lately(&site, &session, &request, &posted).await {
        return finish(&site, &session, &request, FORM, Err(error)).await;
    }
    let (context, person) = (site.app.context(), session.person.id);
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(account::end_session(c, &context, person, id)?)
    };
    site.app.db.write(job).await?;
    Ok(see_other("/account?done=session_ended"))
}

/// Ends every other session of one's own.
///
/// # Errors
/// As [`Posted`].
pub async fn end_others(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    if let Err(error) = prove_lately(&site, &session, &request, &posted).await {
        return finish(&site, &session, &request, FORM, Err(error)).await;
    }
    let (context, person, current) = (site.app.context(), session.person.id, session.in_person()?);
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        Ok(account::end_other_sessions(c, &context, person, current)?)
    };
    site.app.db.write(job).await?;
    Ok(see_other("/account?done=sessions_ended"))
}

/// Checks the present password, unless the sign-in was a moment ago.
async fn prove_lately(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    posted: &Posted,
) -> Result<(), WebError> {
    match session.is_recent(site).await? {
        true => Ok(()),
        false => prove(site, session, request, &posted.text("present_password")).await,
    }
}
