//! `/messages/{id}/html` and `/messages/{id}/raw`: a mail as its author laid it out, and as it came.
//!
//! The HTML is a document of its own in a frame without rights. Its inline images travel inside it, so that the frame
//! needs no session and asks us for nothing more.

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

use super::attachments::as_download;
use crate::domain::{Message, MessageId, Viewer};
use crate::mail::{RemoteImages, sanitize};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::contents::Contents;
use crate::web::error::WebError;
use crate::web::pages::letter::LetterPage;
use crate::web::site::Site;

/// Inline images of one mail are shown up to this many bytes together; the others are there as files.
const MOST_IMAGE_BYTES: usize = 10 * 1024 * 1024;

/// What the reader asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    images: String,
}

/// Shows the HTML of a mail. Images from elsewhere are loaded, by the reader's browser, only if the reader asks for
/// them.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing message, a stranger's, and one without HTML.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, WebError> {
    let (id, viewer) = (message_id(&id)?, session.viewer());
    let remote = if wanted.images == "remote" { RemoteImages::Shown } else { RemoteImages::Blocked };
    let contents = Contents::of(&site.app);
    let (html, images) = site.app.db.read(move |c| read(c, &contents, viewer, id)).await?;
    let document = web::block(move || {
        let safe = sanitize(&html, remote, move |content_id| images.get(content_id).cloned());
        LetterPage::new("A message as it was laid out".to_owned(), safe).render()
    });
    let document = document.await.map_err(WebError::internal)?.map_err(WebError::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(remote)))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(document))
}

/// The mail that a message came by, byte for byte, as a download.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing message and one that came by another way; [`WebError::Conflict`] for one
/// that is not found free of malware.
pub async fn raw(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (id, viewer, contents) = (message_id(&id)?, session.viewer(), Contents::of(&site.app));
    let (name, bytes) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let message = store::message::find_visible(c, viewer, id)?.ok_or(WebError::NotFound)?;
            let mail = message.inbound_mail_id.ok_or(WebError::NotFound)?;
            let mail = store::inbound::find(c, mail)?.ok_or(WebError::NotFound)?;
            let bytes = contents.bytes(c, "mail", &mail.raw)?;
            Ok((format!("mail-{}.eml", mail.id), bytes))
        })
        .await?;
    Ok(as_download(&name, bytes))
}

/// What the document may do in its frame: be styled by its own style, show images, and open links apart.
fn policy(remote: RemoteImages) -> String {
    let images = match remote {
        RemoteImages::Blocked => "data:",
        RemoteImages::Shown => "data: https: http:",
    };
    format!(
        "default-src 'none'; style-src {}; img-src {images}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
        LetterPage::style_source()
    )
}

/// The HTML as it came, and the inline images that it refers to.
fn read(
    c: &mut Connection,
    contents: &Contents,
    viewer: Viewer,
    id: MessageId,
) -> Result<(String, HashMap<String, String>), WebError> {
    let mut message = store::message::find_visible(c, viewer, id)?.ok_or(WebError::NotFound)?;
    let html = message.html.take().ok_or(WebError::NotFound)?;
    let images = inline_images(c, contents, &message, &html)?;
    Ok((html, images))
}

/// The images of a mail that its HTML refers to, by their Content-IDs, as addresses that hold them whole (RFC 2397).
fn inline_images(
    c: &mut Connection,
    contents: &Contents,
    message: &Message,
    html: &str,
) -> Result<HashMap<String, String>, WebError> {
    let (mut images, mut left) = (HashMap::new(), MOST_IMAGE_BYTES);
    for file in store::attachment::list(c, message.ticket_id)? {
        let Some(content_id) =
            file.content_id.filter(|id| file.message_id == message.id && html.contains(id))
        else {
            continue;
        };
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        if images.contains_key(&content_id) || size > left {
            continue;
        }
        let bytes = contents.unless_withheld(c, &file.content)?.unwrap_or_default();
        if let Some(kind) = image_kind(&bytes) {
            left -= size;
            images.insert(content_id, format!("data:{kind};base64,{}", BASE64.encode(&bytes)));
        }
    }
    Ok(images)
}

/// What kind of picture some bytes are, by how they begin: what the sender claims counts for nothing, and a drawing
/// that may hold a script is no picture.
fn image_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

fn message_id(text: &str) -> Result<MessageId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}
