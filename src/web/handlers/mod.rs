//! What answers the pages' routes: parse, call a verb or a read, render.

pub mod account;
pub mod admin;
mod asking_cookie;
pub mod attachments;
mod contact_lines;
pub mod desk;
mod done;
pub mod events;
mod framed;
pub mod health;
pub mod home;
pub mod letter;
pub mod link_requests;
pub mod links;
pub mod mail_choices;
mod mailed_link;
pub mod manager;
pub mod own_sessions;
pub mod portal;
pub mod preferences;
pub mod rate;
pub mod second_step;
pub mod sign_in;
pub mod sign_out;
pub mod take;
mod watchers;

pub use done::Done;
pub use framed::framed;

use actix_web::HttpResponse;
use actix_web::http::header;

use super::auth::Session;
use super::error::WebError;
use super::input::MOST_FILES;
use super::site::Site;
use super::view::{Look, Shell};
use crate::domain::TicketNumber;
use crate::sla::Instant;

/// Sends the browser to another page of ours, with GET (RFC 9110 section 15.4.4).
#[must_use]
pub fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).finish()
}

/// What is around a page of somebody who is signed in.
#[must_use]
pub fn shell(site: &Site, session: &Session, look: Look, company: Option<&str>, now: Instant) -> Shell {
    Shell::signed_in(&session.person, company, session.form_token(site), look, now)
}

/// How many files and bytes a form may bring, for who fills it in.
#[must_use]
pub fn files_in_words(site: &Site) -> String {
    let config = &site.app.config;
    let [each, together] = [config.largest_file, config.http.max_body].map(|bytes| bytes / 1_000_000);
    format!("Up to {MOST_FILES} files of {each} MB each, {together} MB together.")
}

/// The ticket number in an address.
///
/// # Errors
/// [`WebError::NotFound`], as for any number that no ticket has.
pub fn ticket_number(text: &str) -> Result<TicketNumber, WebError> {
    text.parse().map(TicketNumber).map_err(|_| WebError::NotFound)
}
