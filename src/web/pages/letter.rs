//! The HTML of a mail as a document of its own, for a frame.

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

/// Black on white whatever the page around it wears: mails are written for that.
const STYLE: &str = "html{background:#fff;color:#1b1f24;font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;\
     overflow-wrap:anywhere}body{margin:12px}img{max-width:100%;height:auto}table{border-collapse:collapse}\
     td,th{padding:2px 6px}pre{white-space:pre-wrap}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #c9ced6}";

/// A mail as its author laid it out.
#[derive(Template)]
#[template(path = "layout/letter.html")]
pub struct LetterPage {
    title: String,
    body: String,
    style: &'static str,
}

impl LetterPage {
    /// A document of HTML that the sanitiser has let through.
    #[must_use]
    pub fn new(title: String, sanitised: String) -> Self {
        Self { title, body: sanitised, style: STYLE }
    }

    /// The document's own style as a Content-Security-Policy names it (CSP level 3, section 2.3.1): nothing else is
    /// styled.
    #[must_use]
    pub fn style_source() -> String {
        format!("'sha256-{}'", BASE64.encode(Sha256::digest(STYLE)))
    }
}
