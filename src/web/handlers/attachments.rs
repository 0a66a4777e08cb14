//! `GET /attachments/{id}`: a file, always as a download, never shown in our name.

use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, web};

use crate::domain::AttachmentId;
use crate::store;
use crate::web::auth::Session;
use crate::web::contents::Contents;
use crate::web::error::WebError;
use crate::web::site::Site;

/// Should a browser show it after all, it gets no rights: no script, no form, no origin.
pub const SANDBOX: &str = "default-src 'none'; sandbox";

/// Sends the file if the asker may see its ticket and read its message.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing file, a stranger's, and an id that is none; [`WebError::Conflict`] for
/// one that is not found free of malware.
pub async fn download(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let id: AttachmentId = id.parse().map_err(|_| WebError::NotFound)?;
    let (viewer, contents) = (session.viewer(), Contents::of(&site.app));
    let (name, bytes) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let file = store::attachment::find(c, viewer, id)?.ok_or(WebError::NotFound)?;
            let bytes = contents.bytes(c, "file", &file.content)?;
            Ok((file.file_name.as_str().to_owned(), bytes))
        })
        .await?;
    Ok(as_download(&name, bytes))
}

/// A table for a spreadsheet as a download. The name is one of ours: letters, digits, dots and hyphens.
#[must_use]
pub fn as_csv(name: &str, text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(text)
}

/// Bytes as a download under a name.
#[must_use]
pub fn as_download(name: &str, bytes: Vec<u8>) -> HttpResponse {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii() && !c.is_ascii_control() && !"\"\\".contains(c) { c } else { '_' })
        .collect();
    let extended = header::ExtendedValue {
        charset: header::Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(extended)],
    };
    HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header(disposition)
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}
