//! Carries what libpq and the server say to each other.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy, split};

/// No message before the sign-in is longer, in bytes.
const LONGEST: u32 = 64 * 1024;
/// The head of each message of the server: its kind, and its length.
const HEAD: usize = 5;
/// What the server asks for by listing how it lets people sign in.
const SIGN_IN_BY: u32 = 10;
/// A way to sign in that is bound to the TLS connection. libpq, which knows of none, hangs up when it is offered.
const BOUND: &[u8] = b"SCRAM-SHA-256-PLUS";

/// Carries everything both ways until one side hangs up: neither has anything to say to nobody. So nothing is left behind
/// where a server vanished that no one will ever hear of again.
pub(super) async fn relay<L, S>(mut libpq: L, mut server: S) -> std::io::Result<()>
where
    L: AsyncRead + AsyncWrite + Unpin,
    S: AsyncRead + AsyncWrite + Unpin,
{
    pass_on_beginning(&mut libpq, &mut server).await?;
    offer_ways_to_sign_in(&mut libpq, &mut server).await?;
    let ((mut said, mut to_libpq), (mut answered, mut to_server)) = (split(libpq), split(server));
    tokio::select! {
        ended = copy(&mut said, &mut to_server) => ended.map(drop),
        ended = copy(&mut answered, &mut to_libpq) => ended.map(drop),
    }
}

/// The first message of libpq has no kind: its length, who signs in, and where.
async fn pass_on_beginning(
    libpq: &mut (impl AsyncRead + Unpin),
    server: &mut (impl AsyncWrite + Unpin),
) -> std::io::Result<()> {
    let length = libpq.read_u32().await?;
    let message = read_message(libpq, length).await?;
    server.write_u32(length).await?;
    server.write_all(&message).await?;
    server.flush().await
}

/// Passes the server's messages on up to the one that says how to sign in, without the way that libpq can't go.
async fn offer_ways_to_sign_in(
    libpq: &mut (impl AsyncWrite + Unpin),
    server: &mut (impl AsyncRead + Unpin),
) -> std::io::Result<()> {
    loop {
        let kind = server.read_u8().await?;
        let length = server.read_u32().await?;
        let message = read_message(server, length).await?;
        let message = if kind == b'R' { without_bound_way(&message) } else { message };
        libpq.write_all(&framed(kind, &message)).await?;
        // Only “I don't know this version of the protocol” may come before.
        if kind != b'v' {
            return Ok(());
        }
    }
}

async fn read_message(from: &mut (impl AsyncRead + Unpin), length: u32) -> std::io::Result<Vec<u8>> {
    let rest = length.checked_sub(4).filter(|_| length <= LONGEST);
    let rest = rest.ok_or_else(|| std::io::Error::other("this is no message of PostgreSQL's"))?;
    let mut message = vec![0; usize::try_from(rest).unwrap_or_default()];
    from.read_exact(&mut message).await?;
    Ok(message)
}

fn framed(kind: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len() + 4).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(message.len() + HEAD);
    bytes.push(kind);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(message);
    bytes
}

/// A list of ways to sign in without the bound one; any other message as it is.
fn without_bound_way(message: &[u8]) -> Vec<u8> {
    match message.split_first_chunk::<4>() {
        Some((code, ways)) if u32::from_be_bytes(*code) == SIGN_IN_BY => {
            let kept = ways.split_inclusive(|byte| *byte == 0).filter(|way| !way.starts_with(BOUND));
            code.iter().copied().chain(kept.flatten().copied()).collect()
        }
        _ => message.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::timeout;

    use super::{relay, without_bound_way};

    #[tokio::test]
    async fn it_ends_with_libpq_though_the_server_says_nothing_any_more() {
        let ((mut libpq, here), (there, mut server)) = (duplex(1024), duplex(1024));
        let carried = tokio::spawn(relay(here, there));
        let (beginning, welcome) = (b"\0\0\0\x08\0\x03\0\0", b"R\0\0\0\x08\0\0\0\0");
        let mut heard = [0; 9];
        libpq.write_all(beginning).await.unwrap();
        server.write_all(welcome).await.unwrap();
        libpq.read_exact(&mut heard).await.unwrap();
        libpq.write_all(b"X\0\0\0\x04").await.unwrap();
        drop(libpq);
        let mut said = Vec::new();
        timeout(Duration::from_secs(20), server.read_to_end(&mut said)).await.expect("it goes on").unwrap();
        assert_eq!((heard, said.as_slice()), (*welcome, &b"\0\0\0\x08\0\x03\0\0X\0\0\0\x04"[..]));
        carried.await.unwrap().unwrap();
    }

    #[test]
    fn only_the_way_that_libpq_cannot_go_is_left_out() {
        for (message, kept) in [
            (&b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"[..], &b"\0\0\0\x0aSCRAM-SHA-256\0\0"[..]),
            (b"\0\0\0\x0aSCRAM-SHA-256\0\0", b"\0\0\0\x0aSCRAM-SHA-256\0\0"),
            (b"\0\0\0\0", b"\0\0\0\0"),
            (b"", b""),
        ] {
            assert_eq!(without_bound_way(message), kept);
        }
    }
}
