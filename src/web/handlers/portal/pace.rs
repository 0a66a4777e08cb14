//! What a customer is told who writes faster than is taken: their page comes again with all that they typed.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};

use crate::domain::{TooMuch, Writing};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::site::Site;
use crate::web::view::Moment;

/// When it can be sent again, and what to do until then.
pub fn slow_down(site: &Site, session: &Session, over: TooMuch, had_files: bool) -> Vec<FieldFault> {
    let now = site.now();
    let again = Moment::new(now + over.retry_after, now, session.person.time_zone);
    let files = if had_files { "; only its files have to be chosen again" } else { "" };
    let elsewhere = match over.writing {
        Writing::Ticket => "write into a ticket that is open, or ",
        Writing::Reply => "",
    };
    let support = &site.app.config.mail.from;
    vec![
        FieldFault::new(
            "",
            format!(
                "{over} This one has not been sent: send it again after {} ({}). What you wrote is still here{files}.",
                again.spoken, again.relative
            ),
        ),
        FieldFault::new("", format!("If it can’t wait, {elsewhere}send a mail to {support}.")),
    ]
}

/// The page that shows it, with the same for programs.
///
/// # Errors
/// Those of the page.
pub fn with_delay(page: Result<HttpResponse, WebError>, over: TooMuch) -> Result<HttpResponse, WebError> {
    let mut response = page?;
    if let Some(seconds) = WebError::TooMuch(over).retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
