//! A form as a browser sends it, with or without files. Reading it checks that it comes from a page of this session.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::once;
use crate::domain::FileName;
use crate::service::{NewAttachment, Once};
use crate::web::auth::{Road, Session, form_token};
use crate::web::error::WebError;
use crate::web::site::Site;

/// How many files one form may bring.
pub const MOST_FILES: usize = 20;
/// How many fields one form may have, however it is sent: more than the longest of ours. Each costs memory of its own, even
/// an empty one.
pub const MOST_FIELDS: usize = 2000;
/// How many bytes one of them may have.
const LONGEST_FIELD: usize = 4 * 1024 * 1024;

/// What a form brought.
#[derive(Debug, Default)]
pub struct Posted {
    fields: HashMap<String, String>,
    files: Vec<NewAttachment>,
}

impl Posted {
    /// A field's text; empty where the form had none. Line ends are as we keep them, not as forms send them.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.fields.get(name).map(|text| text.replace("\r\n", "\n")).unwrap_or_default()
    }

    /// The fields whose names begin so: the rest of the name, and the text.
    pub fn texts_after(&self, beginning: &str) -> impl Iterator<Item = (String, String)> {
        let names = self.fields.keys().filter_map(move |name| Some((name, name.strip_prefix(beginning)?)));
        names.map(|(name, rest)| (rest.to_owned(), self.text(name)))
    }

    /// Whether the form had such a field, be it empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A field read as something; none where it is missing or empty.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming the field.
    pub fn parse<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, WebError> {
        match self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| {
                WebError::field(
                    name,
                    format!("“{}” does not fit here.", text.chars().take(60).collect::<String>()),
                )
            }),
        }
    }

    /// The same where it must be there.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming the field.
    pub fn required<T: FromStr>(&self, name: &'static str) -> Result<T, WebError> {
        self.parse(name)?.ok_or_else(|| WebError::field(name, format!("The field “{name}” is missing.")))
    }

    /// Every field but the session's own, as it was sent.
    pub fn into_fields(self) -> impl Iterator<Item = (String, String)> {
        self.fields.into_iter().filter(|(name, _)| name != form_token::FIELD)
    }

    /// The texts of the fields whose names begin so, in the order of the names.
    #[must_use]
    pub fn texts(&self, prefix: &str) -> Vec<String> {
        let mut names: Vec<&str> =
            self.fields.keys().map(String::as_str).filter(|name| name.starts_with(prefix)).collect();
        names.sort_unstable();
        names.into_iter().map(|name| self.text(name)).collect()
    }

    /// Whether it brought files.
    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// By what the form is recognised when it is sent twice: its name and all that it brought. None where the page that
    /// it comes from gave it no name. One that was changed meanwhile, on a page that was gone back to, is another.
    #[must_use]
    pub fn once(&self) -> Option<Once> {
        let name: Uuid = self.fields.get(once::FIELD)?.parse().ok()?;
        let fields: BTreeMap<_, _> =
            self.fields.iter().filter(|(name, _)| *name != form_token::FIELD).collect();
        let fingerprint = Once::fingerprint(&fields, &self.files);
        Some(Once { key: format!("form {name} {}", fingerprint.0), fingerprint })
    }

    /// The files, taken out.
    #[must_use]
    pub fn take_files(&mut self) -> Vec<NewAttachment> {
        std::mem::take(&mut self.files)
    }
}

impl FromRequest for Posted {
    type Error = WebError;
    type Future = LocalBoxFuture<'static, Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let posted = read(&request, &mut payload).await?;
            check_origin(&request, &posted)?;
            Ok(posted)
        })
    }
}

async fn read(request: &HttpRequest, payload: &mut Payload) -> Result<Posted, WebError> {
    let limit = request.app_data::<web::Data<Site>>().map_or(0, |site| site.app.config.http.max_body);
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > limit) {
        return Err(too_large(limit));
    }
    if request.content_type() == "multipart/form-data" {
        return read_parts(Multipart::new(request.headers(), payload.take()), limit).await;
    }
    if request.content_type() != "application/x-www-form-urlencoded" {
        return Err(unreadable());
    }
    let body = web::Bytes::from_request(request, payload).await;
    let body = body.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(limit),
        _ => unreadable(),
    })?;
    read_pairs(&body)
}

/// The fields of a form without files. They are counted before any of them is read.
fn read_pairs(body: &[u8]) -> Result<Posted, WebError> {
    if body.split(|byte| *byte == b'&').nth(MOST_FIELDS).is_some() {
        return Err(too_many_fields());
    }
    let text = std::str::from_utf8(body).map_err(|_| unreadable())?;
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| unreadable())?.into_inner();
    if pairs.iter().any(|(_, text)| text.len() > LONGEST_FIELD) {
        return Err(too_long());
    }
    Ok(Posted { fields: pairs.into_iter().collect(), files: Vec::new() })
}

async fn read_parts(mut parts: Multipart, limit: usize) -> Result<Posted, WebError> {
    let (mut posted, mut left) = (Posted::default(), limit);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| unreadable())?;
        let disposition = part.content_disposition().cloned();
        let name = disposition.as_ref().and_then(|found| found.get_name()).unwrap_or_default().to_owned();
        let file_name = disposition.as_ref().and_then(|found| found.get_filename()).map(str::to_owned);
        let content_type =
            part.content_type().map_or("application/octet-stream", |kind| kind.as_ref()).to_owned();
        let bytes = read_part(&mut part, &mut left, limit).await?;
        match file_name {
            Some(file_name) if file_name.is_empty() && bytes.is_empty() => {}
            Some(file_name) => {
                posted.files.push(NewAttachment {
                    file_name: FileName::clean(&file_name),
                    content_type,
                    bytes,
                    content_id: None,
                });
            }
            None => drop(posted.fields.insert(name, field_text(bytes)?)),
        }
        if posted.fields.len() > MOST_FIELDS {
            return Err(too_many_fields());
        }
        if posted.files.len() > MOST_FILES {
            return Err(WebError::TooLarge(format!("Send at most {MOST_FILES} files at once.")));
        }
    }
    Ok(posted)
}

async fn read_part(part: &mut Field, left: &mut usize, limit: usize) -> Result<Vec<u8>, WebError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk
            .map_err(|_| WebError::Malformed("The upload broke off. Please send it again.".to_owned()))?;
        *left = left.checked_sub(chunk.len()).ok_or_else(|| too_large(limit))?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn field_text(bytes: Vec<u8>) -> Result<String, WebError> {
    if bytes.len() > LONGEST_FIELD {
        return Err(too_long());
    }
    String::from_utf8(bytes)
        .map_err(|_| WebError::Malformed("A field of the form is not UTF-8 text.".to_owned()))
}

fn unreadable() -> WebError {
    WebError::Malformed("The form can’t be read.".to_owned())
}

fn too_long() -> WebError {
    WebError::TooLarge("A text this long is better sent as a file.".to_owned())
}

fn too_many_fields() -> WebError {
    WebError::TooLarge(format!(
        "A form has at most {MOST_FIELDS} fields. Nothing was saved: go back, and send it in parts."
    ))
}

fn too_large(limit: usize) -> WebError {
    WebError::TooLarge(format!(
        "Files and text may have {} MB together. Nothing was saved.",
        limit / 1_000_000
    ))
}

/// A form sent with a cookie must carry its session's token, since browsers send cookies for other sites too.
fn check_origin(request: &HttpRequest, posted: &Posted) -> Result<(), WebError> {
    let extensions = request.extensions();
    let Some(session) = extensions.get::<Session>().filter(|session| session.road == Road::Cookie) else {
        return Ok(());
    };
    let site = request.app_data::<web::Data<Site>>().ok_or_else(|| WebError::internal("no site"))?;
    match session.owns_form(site, &posted.text(form_token::FIELD)) {
        true => Ok(()),
        false => Err(WebError::ForeignForm),
    }
}
