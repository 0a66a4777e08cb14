//! What `/link`, `/rate` and `/take` share: a mail's link holds its token behind `#`, which no server is told, and the
//! page posts it. Opening a link changes nothing, since mail scanners do that too.

use actix_web::{HttpRequest, HttpResponse};

use crate::domain::posted_token;
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::mailed_link::MailedLinkPage;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// The field of the forms that carries the token.
pub const FIELD: &str = "link";

/// The page that posts the token of its address there.
///
/// # Errors
/// None but our own.
pub fn ask(
    site: &Site,
    request: &HttpRequest,
    title: &'static str,
    action: &'static str,
) -> Result<HttpResponse, WebError> {
    let shell = Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, title);
    render(&MailedLinkPage { shell, title, action })
}

/// The token that was posted; empty if there is none.
#[must_use]
pub fn token(posted: &Posted) -> String {
    posted_token(&posted.text(FIELD)).to_owned()
}
