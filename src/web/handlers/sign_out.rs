//! `POST /signout`: ends this session; those on other devices go on.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::see_other;
use crate::service::account;
use crate::store::Connection;
use crate::web::auth::{Session, session};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::site::Site;

/// Signs out.
///
/// # Errors
/// As [`Posted`], or that the database can't be written.
pub async fn submit(site: web::Data<Site>, who: Session, _: Posted) -> Result<HttpResponse, WebError> {
    let (context, person, current) = (site.app.context(), who.person.id, who.in_person()?);
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        Ok(account::sign_out(c, &context, person, current)?)
    };
    site.app.db.write(job).await?;
    let mut response = see_other("/signin");
    for cookie in session::no_cookies(&site) {
        response.add_cookie(&cookie).map_err(WebError::internal)?;
    }
    // The browser drops what it kept of the pages (W3C Clear Site Data).
    response.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}
