//! Bytes of a part to what they stand for: transfer encodings and character sets, as forgiving as readers expect.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

/// Undoes a Content-Transfer-Encoding (RFC 2045 section 6); what makes no sense in it is passed over.
pub(super) fn transfer_decode(body: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let encoding = encoding.unwrap_or_default().trim();
    if encoding.eq_ignore_ascii_case("base64") {
        return base64_decode(body).unwrap_or_else(|| base64_lenient(body));
    }
    if encoding.eq_ignore_ascii_case("quoted-printable") {
        return quoted_printable(body);
    }
    body.to_vec()
}

/// Text in a character set. Where none is named or the named one is unknown: UTF-8 if it is that, else Windows-1252,
/// in which every byte is a letter.
pub(super) fn charset_decode(bytes: &[u8], charset: Option<&str>) -> String {
    let name = charset.unwrap_or_default().trim().to_ascii_lowercase();
    let is_vague = matches!(name.as_str(), "" | "us-ascii" | "ascii" | "utf-8" | "utf8" | "unknown-8bit");
    if is_vague && let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let named =
        if name.is_empty() || name.starts_with("utf-8") { None } else { charset_decoder(name.as_bytes()) };
    if let Some(decoder) = named {
        return decoder(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if name.starts_with("utf") => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => charset_decoder(b"windows-1252")
            .map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decoder| decoder(bytes)),
    }
}

fn base64_lenient(body: &[u8]) -> Vec<u8> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let digits: Vec<u8> = body.iter().copied().filter(is_digit).collect();
    base64_decode(&digits).unwrap_or_default()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let ending = line_ending(line);
        let content = line.get(..line.len() - ending.len()).unwrap_or_default().trim_ascii_end();
        let (content, is_soft) = match content.strip_suffix(b"=") {
            Some(before) => (before, true),
            None => (content, false),
        };
        decode_hex_pairs(content, &mut decoded);
        if !is_soft {
            decoded.extend_from_slice(ending);
        }
    }
    decoded
}

fn line_ending(line: &[u8]) -> &[u8] {
    if line.ends_with(b"\r\n") {
        b"\r\n"
    } else if line.ends_with(b"\n") {
        b"\n"
    } else {
        b""
    }
}

fn decode_hex_pairs(line: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = line;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first == b'='
            && let [high, low, after @ ..] = tail
            && let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low))
        {
            decoded.push(high << 4 | low);
            rest = after;
            continue;
        }
        decoded.push(*first);
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{charset_decode, transfer_decode};

    #[test]
    fn quoted_printable_survives_what_mail_programs_do_to_it() {
        for (encoded, decoded) in [
            ("caf=C3=A9", "café"),
            ("soft=\r\nbreak", "softbreak"),
            ("soft= \nbreak", "softbreak"),
            ("trailing  \r\nspace", "trailing\r\nspace"),
            ("100 =zz", "100 =zz"),
            ("end =", "end "),
            ("=", ""),
        ] {
            let bytes = transfer_decode(encoded.as_bytes(), Some("Quoted-Printable"));
            assert_eq!(String::from_utf8_lossy(&bytes), decoded, "{encoded:?}");
        }
    }

    #[test]
    fn base64_with_junk_in_it_still_gives_its_bytes() {
        for encoded in ["aGVsbG8=", "aGVs\r\nbG8=", "aGV*s!bG8="] {
            assert_eq!(transfer_decode(encoded.as_bytes(), Some("base64")), b"hello", "{encoded}");
        }
    }

    #[test]
    fn every_charset_gives_letters() {
        for (bytes, charset, text) in [
            (&b"caf\xe9"[..], Some("iso-8859-1"), "café"),
            (b"caf\xe9", None, "café"),
            (b"caf\xe9", Some("no-such-charset"), "café"),
            ("café".as_bytes(), Some("us-ascii"), "café"),
            ("café".as_bytes(), Some("x-unknown"), "café"),
            (b"\x82\xb1\x82\xf1", Some("Shift_JIS"), "こん"),
            (b"caf\xe9", Some("utf-8"), "caf\u{fffd}"),
        ] {
            assert_eq!(charset_decode(bytes, charset), text, "{charset:?}");
        }
    }
}
