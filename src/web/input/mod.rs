//! Reading what people and programs send: forms with files, addresses of pages, JSON.

mod client_address;
mod faults;
mod local_path;
pub mod once;
mod posted;

pub use client_address::{client_address, network_of};
pub use faults::Faults;
pub use local_path::local_path;
pub use posted::{MOST_FIELDS, MOST_FILES, Posted};

/// Encodes a text for a value in an address (RFC 3986 section 2.1): everything but letters, digits and `-._~`.
#[must_use]
pub fn encode(text: &str) -> String {
    let byte = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.as_bytes().iter().map(byte).collect()
}
