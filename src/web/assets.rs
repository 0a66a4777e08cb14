//! Stylesheet, scripts and icon, in the binary, under addresses that change with their content.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

use super::error::WebError;
use crate::domain::ContentHash;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// How long a browser may keep a file whose address names its content: a year.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The address of a file: `punctual.css` gives `/static/punctual.0a1b2c3d4e5f.css`. Computed once.
#[must_use]
pub fn path(name: &str) -> &'static str {
    addresses().get(name).map_or("", String::as_str)
}

fn addresses() -> &'static BTreeMap<String, String> {
    static ADDRESSES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ADDRESSES
        .get_or_init(|| Files::iter().filter_map(|name| Some((name.to_string(), address(&name)?))).collect())
}

fn address(name: &str) -> Option<String> {
    let hash = ContentHash::of(&Files::get(name)?.data).0;
    let (stem, extension) = name.rsplit_once('.')?;
    Some(format!("/static/{stem}.{}.{extension}", hash.get(..12)?))
}

/// Serves one file.
///
/// # Errors
/// Not found for a name that no present file has, also for one of an older version.
pub async fn serve(requested: web::Path<String>) -> Result<HttpResponse, WebError> {
    let wanted = format!("/static/{requested}");
    let (name, _) = addresses().iter().find(|(_, address)| **address == wanted).ok_or(WebError::NotFound)?;
    let file = Files::get(name).ok_or(WebError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(file.metadata.mimetype())
        .insert_header((header::CACHE_CONTROL, FOR_GOOD))
        .body(file.data.into_owned()))
}
