//! Lines and mails on a connection, each within its time.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::data::{DataReader, Progress};

/// RFC 5321 section 4.5.3.1.4 asks for 512 bytes; extensions add to that.
const LONGEST_LINE: usize = 2048;

/// A connection with what was read from it ahead.
pub(super) struct Wire {
    stream: TcpStream,
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

impl Wire {
    pub(super) fn new(stream: TcpStream, silence: Duration) -> Self {
        Self { stream, ahead: Vec::new(), silence }
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

    /// A mail up to its end. None if it is larger than `limit`; it is read to its end all the same.
    pub(super) async fn mail(
        &mut self,
        limit: usize,
        mail_time: Duration,
    ) -> Result<Option<Vec<u8>>, Broken> {
        let until = Instant::now() + mail_time;
        let mut reader = DataReader::new(limit);
        loop {
            let taken = std::mem::take(&mut self.ahead);
            if let Progress::Ended(count) = reader.take(&taken) {
                self.ahead = taken.get(count..).unwrap_or_default().to_vec();
                return Ok(reader.into_mail());
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
        let written = timeout(self.silence, self.stream.write_all(text.as_bytes())).await;
        written.map_err(|_| Broken::Silent)?.map_err(|_| Broken::Gone)
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
