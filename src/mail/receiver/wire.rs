//! Lines and mails on a connection, each within its time.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsAcceptor;

use super::data::{DataReader, Progress};
use super::room::{Room, Share};

/// RFC 5321 section 4.5.3.1.4 asks for 512 bytes; extensions add to that.
const LONGEST_LINE: usize = 2048;

/// What a dialogue runs over: TCP with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A connection with what was read from it ahead.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    ahead: Vec<u8>,
    silence: Duration,
}

/// Why no line or mail came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// The other side hung up, or the connection failed.
    Gone,
    /// It said nothing for too long.
    Silent,
    /// The line is too long, or ends in a bare LF, or is no text.
    NoLine,
}

/// What came between DATA and the final dot. Whatever it is, it was read to its end.
pub(super) enum Arrival {
    /// A mail, and the room that it takes until it is safe.
    Mail(Vec<u8>, Share),
    /// It is larger than mails may be.
    TooLarge,
    /// There is no room for it now.
    NoRoom,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, silence: Duration) -> Self {
        Self { stream: Box::new(stream), ahead: Vec::new(), silence }
    }

    /// Goes on over TLS; gives the version.
    pub(super) async fn encrypt(&mut self, acceptor: &TlsAcceptor) -> Result<String, Broken> {
        let plain = std::mem::replace(&mut self.stream, Box::new(tokio::io::empty()));
        let handshake = timeout(self.silence, acceptor.accept(plain)).await;
        let stream = handshake.map_err(|_| Broken::Silent)?.map_err(|_| Broken::Gone)?;
        let version = stream.get_ref().1.protocol_version();
        self.stream = Box::new(stream);
        Ok(version.and_then(|version| version.as_str()).unwrap_or("TLS").to_owned())
    }

    /// The next line, without its CRLF. May be dropped and called again: nothing is lost.
    pub(super) async fn line(&mut self) -> Result<String, Broken> {
        loop {
            if let Some(end) = self.ahead.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.ahead.drain(..=end).collect();
                let line = line.strip_suffix(b"\r\n").ok_or(Broken::NoLine)?;
                return String::from_utf8(line.to_vec()).map_err(|_| Broken::NoLine);
            }
            if self.ahead.len() > LONGEST_LINE {
                return Err(Broken::NoLine);
            }
            self.read().await?;
        }
    }

    /// A mail up to its end.
    pub(super) async fn mail(
        &mut self,
        limit: usize,
        room: &Room,
        mail_time: Duration,
    ) -> Result<Arrival, Broken> {
        let until = Instant::now() + mail_time;
        let (mut reader, mut share) = (DataReader::new(limit), room.share());
        let mut has_room = true;
        loop {
            let taken = std::mem::take(&mut self.ahead);
            if let Progress::Ended(count) = reader.take(&taken) {
                self.ahead = taken.get(count..).unwrap_or_default().to_vec();
                return Ok(match reader.into_mail() {
                    _ if !has_room => Arrival::NoRoom,
                    Some(mail) => Arrival::Mail(mail, share),
                    None => Arrival::TooLarge,
                });
            }
            if has_room && !share.grow(reader.len()) {
                has_room = false;
                reader.discard();
                share.release();
            }
            if Instant::now() >= until {
                return Err(Broken::Silent);
            }
            self.read().await?;
        }
    }

    /// Whether the other side has sent more than it was asked for.
    pub(super) fn has_ahead(&self) -> bool {
        !self.ahead.is_empty()
    }

    pub(super) async fn say(&mut self, text: &str) -> Result<(), Broken> {
        let writing = async {
            self.stream.write_all(text.as_bytes()).await?;
            self.stream.flush().await
        };
        timeout(self.silence, writing).await.map_err(|_| Broken::Silent)?.map_err(|_| Broken::Gone)
    }

    async fn read(&mut self) -> Result<(), Broken> {
        self.ahead.reserve(8 * 1024);
        let read = timeout(self.silence, self.stream.read_buf(&mut self.ahead)).await;
        match read.map_err(|_| Broken::Silent)?.map_err(|_| Broken::Gone)? {
            0 => Err(Broken::Gone),
            _ => Ok(()),
        }
    }
}
