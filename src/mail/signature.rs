//! How we sign what we post to other programs.
//!
//! The other side takes the timestamp header, a full stop and the body, makes the HMAC-SHA-256 (RFC 2104) of them with
//! the shared secret, and compares it with `X-Punctual-Signature`: `sha256=` and the digest in hexadecimal. While an
//! old secret still signs beside a new one there are two of these, with a comma between: one that fits is enough. It
//! should refuse timestamps that are more than some minutes off, and ignore an id that it has seen: a request whose
//! answer got lost is sent again.

use hmac::{Hmac, Mac};
use reqwest::RequestBuilder;
use sha2::Sha256;

use crate::sla::Instant;

/// The request with a JSON body and its signatures, one by each secret.
pub(super) fn signed<'s>(
    request: RequestBuilder,
    secrets: impl IntoIterator<Item = &'s str>,
    body: String,
    now: Instant,
) -> RequestBuilder {
    let timestamp = now.timestamp().to_string();
    let signatures: Vec<String> =
        secrets.into_iter().map(|secret| signature(secret, &timestamp, &body)).collect();
    request
        .header("content-type", "application/json")
        .header("x-punctual-timestamp", &timestamp)
        .header("x-punctual-signature", signatures.join(","))
        .body(body)
}

fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    // HMAC takes a key of any length: the error it declares never comes.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    let digest = mac.finalize().into_bytes();
    let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hexadecimal}")
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn a_gateway_can_check_the_signature_with_common_tools() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        assert_eq!(signature("secret", "1700000000", "{\"a\":1}"), EXPECTED);
    }

    const EXPECTED: &str = "sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686";
}
