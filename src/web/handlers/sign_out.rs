//! `POST /signout`: ends every session of the person, on every device, because tokens can't be called back one by one.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::see_other;
use crate::store::{self, StoreError};
use crate::web::auth::{Session, session};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::site::Site;

/// Signs out.
///
/// # Errors
/// As [`Posted`], or that the database can't be written.
pub async fn submit(site: web::Data<Site>, who: Session, _: Posted) -> Result<HttpResponse, WebError> {
    let id = who.person.id;
    site.app
        .db
        .write(move |c| store::person::bump_token_generation(c, id))
        .await
        .map_err(|e: StoreError| WebError::from(e))?;
    let mut response = see_other("/signin");
    response.add_cookie(&session::no_cookie(&site)).map_err(WebError::internal)?;
    // The browser drops what it kept of the pages (W3C Clear Site Data).
    response.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}
