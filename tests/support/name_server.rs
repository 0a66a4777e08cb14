//! A name server on a port of its own.

use std::net::{SocketAddr, UdpSocket};

/// A name server that knows these TXT records and nothing else; gives its address.
pub fn name_server<N: Into<String>, T: Into<String>>(
    records: impl IntoIterator<Item = (N, T)>,
) -> SocketAddr {
    let known = records.into_iter().map(|(name, text)| (name.into(), text.into()));
    let records: Vec<(String, String)> = known.collect();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut question = [0; 1500];
        while let Ok((length, asker)) = socket.recv_from(&mut question) {
            let _ = socket.send_to(&dns_answer(&question[..length], &records), asker);
        }
    });
    address
}

/// A name server that hears every question and answers none, for as long as the tests run; gives its address.
pub fn silent_name_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::mem::forget(socket);
    address
}

/// The answer to a query with one question (RFC 1035 section 4): a TXT record, or that there is none. A long text comes
/// in strings of at most 255 bytes.
fn dns_answer(query: &[u8], records: &[(String, String)]) -> Vec<u8> {
    const TXT: [u8; 2] = [0, 16];
    let (mut name, mut at) = (Vec::new(), 12);
    while query[at] != 0 {
        let label = &query[at + 1..=at + usize::from(query[at])];
        name.push(String::from_utf8_lossy(label).to_lowercase());
        at += label.len() + 1;
    }
    let question = &query[12..at + 5];
    let found = records.iter().find(|(known, _)| *known == name.join(".") && query[at + 1..at + 3] == TXT);
    let (code, count) = if found.is_some() { (0x80, 1) } else { (0x83, 0) };
    let mut answer = query[..2].to_vec();
    answer.extend([0x81, code, 0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend(question);
    if let Some((_, text)) = found {
        let mut strings = Vec::new();
        for part in text.as_bytes().chunks(255) {
            strings.push(u8::try_from(part.len()).unwrap());
            strings.extend(part);
        }
        answer.extend([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        answer.extend(u16::try_from(strings.len()).unwrap().to_be_bytes());
        answer.extend(strings);
    }
    answer
}
